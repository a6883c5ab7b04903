package main

import (
	"context"
	"sync"

	"github.com/fluxcd/pkg/ssa"
	"golang.org/x/sync/errgroup"
	"k8s.io/apimachinery/pkg/apis/meta/v1/unstructured"
)

// diff counts the objects by what an apply would do with them.
func diff(ctx context.Context, manager *ssa.ResourceManager, objects []*unstructured.Unstructured) (map[string]int, error) {
	actions := map[string]int{}
	var lock sync.Mutex
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(atOnce)
	for _, object := range objects {
		group.Go(func() error {
			change, _, _, err := manager.Diff(ctx, object, ssa.DefaultDiffOptions())
			if err != nil {
				return err
			}
			lock.Lock()
			defer lock.Unlock()
			actions[string(change.Action)]++
			return nil
		})
	}
	return actions, group.Wait()
}
