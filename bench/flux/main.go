// Command flux does with a folder of manifests what Flux's kustomize-controller does with it, through the same
// package: "diff" is ssa.Diff of each object, "apply" is ssa.ApplyAll. It prints one line of JSON.
package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"time"

	"github.com/fluxcd/pkg/ssa"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// atOnce is how many objects are asked for at a time. Flux's own default is 4: more is faster.
const atOnce = 8

// answer is what is printed: milliseconds from reading the files on, and objects by what was done with them.
type answer struct {
	Milliseconds float64        `json:"milliseconds"`
	Actions      map[string]int `json:"actions"`
}

func main() {
	if len(os.Args) != 4 {
		fail(fmt.Errorf("usage: flux diff|apply KUBECONFIG FOLDER"))
	}
	begun := time.Now()
	actions, err := do(context.Background(), os.Args[1], os.Args[2], os.Args[3])
	if err != nil {
		fail(err)
	}
	took := float64(time.Since(begun).Microseconds()) / 1000
	if err := json.NewEncoder(os.Stdout).Encode(answer{Milliseconds: took, Actions: actions}); err != nil {
		fail(err)
	}
}

func do(ctx context.Context, command, kubeconfig, folder string) (map[string]int, error) {
	objects, err := readFolder(folder)
	if err != nil {
		return nil, err
	}
	manager, err := newManager(kubeconfig)
	if err != nil {
		return nil, err
	}
	switch command {
	case "diff":
		return diff(ctx, manager, objects)
	case "apply":
		return apply(ctx, manager, objects)
	}
	return nil, fmt.Errorf("no command %q", command)
}

func apply(ctx context.Context, manager *ssa.ResourceManager, objects []*unstructured.Unstructured) (map[string]int, error) {
	changes, err := manager.ApplyAll(ctx, objects, ssa.DefaultApplyOptions())
	if err != nil {
		return nil, err
	}
	actions := map[string]int{}
	for _, change := range changes.Entries {
		actions[string(change.Action)]++
	}
	return actions, nil
}

func fail(err error) {
	fmt.Fprintf(os.Stderr, "flux: %v\n", err)
	os.Exit(1)
}
