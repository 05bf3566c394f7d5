package controllers

import (
	"context"
	"reflect"
	"sort"
	"unsafe"

	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	genericrequest "k8s.io/apiserver/pkg/endpoints/request"
	"k8s.io/apiserver/pkg/registry/rest"
	"k8s.io/kubernetes/pkg/apis/core"
	corev1 "k8s.io/kubernetes/pkg/apis/core/v1"
	"k8s.io/kubernetes/pkg/apis/policy"
	"k8s.io/kubernetes/pkg/registry/core/pod/storage"
)

// store is as much of the API server's store of pods as an eviction needs.
type store struct {
	rest.StandardStorage
	server *server
}

func (s *store) Get(_ context.Context, name string, _ *metav1.GetOptions) (runtime.Object, error) {
	object, err := s.server.Tracker().Get(pods, namespace, name)
	if err != nil {
		return nil, err
	}
	pod := &core.Pod{}
	return pod, corev1.Convert_v1_Pod_To_core_Pod(object.(*v1.Pod).DeepCopy(), pod, nil)
}

// Update is asked for the condition that says why the pod ends, which nobody here reads.
func (s *store) Update(ctx context.Context, name string, info rest.UpdatedObjectInfo, _ rest.ValidateObjectFunc,
	_ rest.ValidateObjectUpdateFunc, _ bool, _ *metav1.UpdateOptions) (runtime.Object, bool, error) {
	old, err := s.Get(ctx, name, nil)
	if err != nil {
		return nil, false, err
	}
	updated, err := info.UpdatedObject(ctx, old)
	return updated, false, err
}

func (s *store) Delete(_ context.Context, name string, _ rest.ValidateObjectFunc, _ *metav1.DeleteOptions) (runtime.Object, bool, error) {
	return nil, false, s.server.end(name)
}

// evict asks the API's own code for the eviction of a pod.
func (s *server) evict(name string) string {
	eviction := &storage.EvictionREST{}
	set(eviction, "store", &store{server: s})
	set(eviction, "podDisruptionBudgetClient", s.PolicyV1())
	ctx := genericrequest.WithNamespace(background, namespace)
	status, err := eviction.Create(ctx, name, &policy.Eviction{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}}, nil,
		&metav1.CreateOptions{})
	switch {
	case err == nil && status.(*metav1.Status).Status == metav1.StatusSuccess:
		return "evicted"
	case err == nil:
		return "refused"
	case errors.IsTooManyRequests(err):
		return "too many requests"
	}
	panic(err)
}

func set(of *storage.EvictionREST, field string, value any) {
	target := reflect.ValueOf(of).Elem().FieldByName(field)
	reflect.NewAt(target.Type(), unsafe.Pointer(target.UnsafeAddr())).Elem().Set(reflect.ValueOf(value))
}

func sorted(order []string, found map[string]*v1.Pod) []*v1.Pod {
	sort.Strings(order)
	list := make([]*v1.Pod, 0, len(order))
	for _, uid := range order {
		list = append(list, found[uid])
	}
	return list
}
