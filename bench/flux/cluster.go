package main

import (
	"bytes"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/fluxcd/pkg/ssa"
	"github.com/fluxcd/pkg/ssa/normalize"
	"github.com/fluxcd/pkg/ssa/utils"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
	"k8s.io/client-go/tools/clientcmd"
	"sigs.k8s.io/controller-runtime/pkg/client"
)

// readFolder reads every manifest below the folder, as Flux reads the outcome of a build.
func readFolder(folder string) ([]*unstructured.Unstructured, error) {
	var objects []*unstructured.Unstructured
	err := filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		read, err := utils.ReadObjects(bytes.NewReader(content))
		objects = append(objects, read...)
		return err
	})
	if err != nil {
		return nil, err
	}
	return objects, normalize.UnstructuredList(objects)
}

func newManager(kubeconfig string) (*ssa.ResourceManager, error) {
	config, err := clientcmd.BuildConfigFromFlags("", kubeconfig)
	if err != nil {
		return nil, err
	}
	// Without this client-go sends 20 requests a second.
	config.QPS = -1
	config.UserAgent = "flux"
	direct, err := client.New(config, client.Options{})
	if err != nil {
		return nil, err
	}
	manager := ssa.NewResourceManager(direct, nil, ssa.Owner{Field: "flux", Group: "bench.example.com"})
	manager.SetConcurrency(atOnce)
	return manager, nil
}
