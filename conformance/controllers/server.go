package controllers

import (
	"context"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"sync"
	"time"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	"k8s.io/apimachinery/pkg/api/equality"
	"k8s.io/apimachinery/pkg/api/errors"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/fake"
	ktesting "k8s.io/client-go/testing"
	daemonutil "k8s.io/kubernetes/pkg/controller/daemon/util"
)

const namespace = "default"

// server is what an API server does beside keeping objects: versions, conflicts, status apart from the rest, and pods that end in
// their own time. It is also the kubelet and the scheduler: every pod has a node to itself, unless it names one.
type server struct {
	*fake.Clientset
	script  *script
	since   time.Time
	mutex   sync.Mutex
	version int
	made    map[string]int
	names   map[string]string
}

var pods = v1.SchemeGroupVersion.WithResource("pods")

func newServer(s *script) *server {
	server := &server{Clientset: fake.NewSimpleClientset(), script: s, since: time.Now(), made: map[string]int{}, names: map[string]string{}}
	server.PrependReactor("create", "*", server.create)
	server.PrependReactor("update", "*", server.update)
	server.PrependReactor("delete", "pods", server.delete)
	return server
}

func (s *server) now() int64 { return time.Since(s.since).Milliseconds() }

// next is called with the mutex held.
func (s *server) next() string {
	s.version++
	return strconv.Itoa(s.version)
}

func (s *server) create(action ktesting.Action) (bool, runtime.Object, error) {
	if action.GetSubresource() != "" || action.GetResource().Resource == "events" {
		return true, action.(ktesting.CreateAction).GetObject(), nil
	}
	s.mutex.Lock()
	defer s.mutex.Unlock()
	object := action.(ktesting.CreateAction).GetObject().DeepCopyObject()
	accessor, _ := meta.Accessor(object)
	version := s.next()
	accessor.SetResourceVersion(version)
	accessor.SetGeneration(1)
	accessor.SetCreationTimestamp(metav1.Now())
	// A tie between pods is broken by their UID.
	accessor.SetUID(types.UID(fmt.Sprintf("%08d", s.version)))
	if accessor.GetName() == "" {
		accessor.SetName(accessor.GetGenerateName() + version)
	}
	pod, isPod := object.(*v1.Pod)
	if isPod {
		s.schedule(pod)
	}
	if err := s.Tracker().Create(action.GetResource(), object, action.GetNamespace()); err != nil {
		return true, nil, err
	}
	if isPod {
		s.begin(pod)
	}
	return true, object, nil
}

func (s *server) schedule(pod *v1.Pod) {
	node, err := daemonutil.GetTargetNodeName(pod)
	if err != nil || node == "" {
		node = "node-of-" + string(pod.UID)
	}
	pod.Spec.NodeName = node
	pod.Status.Phase = v1.PodPending
}

func templateOf(pod *v1.Pod) string { return pod.Spec.Containers[0].Image }

func (s *server) begin(pod *v1.Pod) {
	template := templateOf(pod)
	made := template
	if s.script.Kind == "StatefulSet" {
		// Those of a parallel one are made in any order: `B2.1` is the first of template B and ordinal 2.
		made += pod.Name[strings.LastIndex(pod.Name, "-")+1:] + "."
	}
	s.made[made]++
	name := made + strconv.Itoa(s.made[made])
	s.names[string(pod.UID)] = name
	life := s.script.life(template)
	s.script.Lives[name] = life
	s.script.Events = append(s.script.Events, []any{s.now(), "made", name})
	uid := pod.UID
	after := func(milliseconds int64, change func(*v1.Pod)) {
		if milliseconds > 0 {
			time.AfterFunc(time.Duration(milliseconds)*time.Millisecond, func() { s.amend(pod.Name, uid, change) })
		}
	}
	after(life.Runs, func(pod *v1.Pod) { pod.Status.Phase = v1.PodRunning })
	after(life.Ready, func(pod *v1.Pod) { setReady(pod, v1.ConditionTrue) })
	after(life.Unready, func(pod *v1.Pod) { setReady(pod, v1.ConditionFalse) })
	after(life.Again, func(pod *v1.Pod) { setReady(pod, v1.ConditionTrue) })
}

func setReady(pod *v1.Pod, status v1.ConditionStatus) {
	pod.Status.Conditions = []v1.PodCondition{{Type: v1.PodReady, Status: status, LastTransitionTime: metav1.Now()}}
}

// amend changes a pod that is there still and does not end.
func (s *server) amend(name string, uid types.UID, change func(*v1.Pod)) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	object, err := s.Tracker().Get(pods, namespace, name)
	if err != nil {
		return
	}
	pod := object.(*v1.Pod).DeepCopy()
	if pod.UID == uid && pod.DeletionTimestamp == nil {
		change(pod)
		pod.ResourceVersion = s.next()
		must(s.Tracker().Update(pods, pod, namespace))
	}
}

func (s *server) update(action ktesting.Action) (bool, runtime.Object, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	object := action.(ktesting.UpdateAction).GetObject().DeepCopyObject()
	accessor, _ := meta.Accessor(object)
	stored, err := s.Tracker().Get(action.GetResource(), action.GetNamespace(), accessor.GetName())
	if err != nil {
		return true, nil, err
	}
	old, _ := meta.Accessor(stored)
	if version := accessor.GetResourceVersion(); version != "" && version != old.GetResourceVersion() {
		return true, nil, errors.NewConflict(action.GetResource().GroupResource(), accessor.GetName(), fmt.Errorf("it has been changed"))
	}
	s.notice(object)
	generation := old.GetGeneration()
	if changed := mixed(stored, object, action.GetSubresource() == "status"); changed {
		generation++
	}
	accessor.SetGeneration(generation)
	accessor.SetResourceVersion(s.next())
	return true, object, s.Tracker().Update(action.GetResource(), object, action.GetNamespace())
}

// notice keeps that a rollout was reported as failed, at whatever time.
func (s *server) notice(object runtime.Object) {
	if web, ok := object.(*apps.Deployment); ok {
		for _, condition := range web.Status.Conditions {
			s.script.Exceeded = s.script.Exceeded || condition.Reason == "ProgressDeadlineExceeded"
		}
	}
}

// mixed gives the new object what an update does not change: of a status the specification, otherwise the status. It says whether the
// specification is another one. Metadata is taken as it comes, also with a status (`pkg/registry/apps/deployment/strategy.go`).
func mixed(old, fresh runtime.Object, status bool) bool {
	stored, object := reflect.ValueOf(old).Elem(), reflect.ValueOf(fresh).Elem()
	if !object.FieldByName("Status").IsValid() || !object.FieldByName("Spec").IsValid() {
		return false
	}
	if status {
		object.FieldByName("Spec").Set(stored.FieldByName("Spec"))
		return false
	}
	object.FieldByName("Status").Set(stored.FieldByName("Status"))
	return !equality.Semantic.DeepEqual(object.FieldByName("Spec").Interface(), stored.FieldByName("Spec").Interface())
}

func (s *server) delete(action ktesting.Action) (bool, runtime.Object, error) {
	return true, nil, s.end(action.(ktesting.DeleteAction).GetName())
}

// end is the deletion of a pod: it is gone when its containers have ended.
func (s *server) end(name string) error {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	object, err := s.Tracker().Get(pods, namespace, name)
	if err != nil {
		return err
	}
	pod := object.(*v1.Pod).DeepCopy()
	if pod.DeletionTimestamp != nil {
		return nil
	}
	now := metav1.Now()
	pod.DeletionTimestamp = &now
	pod.ResourceVersion = s.next()
	known := s.names[string(pod.UID)]
	s.script.Events = append(s.script.Events, []any{s.now(), "deleted", known})
	time.AfterFunc(time.Duration(s.script.Lives[known].GoneFrom)*time.Millisecond, func() {
		s.mutex.Lock()
		defer s.mutex.Unlock()
		must(s.Tracker().Delete(pods, namespace, name))
	})
	return s.Tracker().Update(pods, pod, namespace)
}

// alive are the pods that do not end, in the order in which they were made.
func (s *server) alive() []*v1.Pod {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	list, err := s.Tracker().List(pods, v1.SchemeGroupVersion.WithKind("Pod"), namespace)
	must(err)
	found := map[string]*v1.Pod{}
	var order []string
	for index := range list.(*v1.PodList).Items {
		if pod := &list.(*v1.PodList).Items[index]; pod.DeletionTimestamp == nil {
			found[string(pod.UID)] = pod
			order = append(order, string(pod.UID))
		}
	}
	return sorted(order, found)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}

var background = context.Background()
