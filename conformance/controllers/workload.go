package controllers

import (
	"context"
	"encoding/json"
	"fmt"
	"testing/synctest"
	"time"

	apps "k8s.io/api/apps/v1"
	v1 "k8s.io/api/core/v1"
	policy "k8s.io/api/policy/v1"
	"k8s.io/apimachinery/pkg/api/meta"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/client-go/informers"
	"k8s.io/client-go/util/flowcontrol"
	podutil "k8s.io/kubernetes/pkg/api/v1/pod"
	defaults "k8s.io/kubernetes/pkg/apis/apps/v1"
	"k8s.io/kubernetes/pkg/controller/daemon"
	"k8s.io/kubernetes/pkg/controller/deployment"
	"k8s.io/kubernetes/pkg/controller/disruption"
	"k8s.io/kubernetes/pkg/controller/replicaset"
	"k8s.io/kubernetes/pkg/controller/statefulset"
)

// live is one case from beginning to end. It has to run in a bubble of synctest.
func live(seed uint64) *Case {
	script := newScript(seed)
	server := newServer(script)
	ctx, cancel := context.WithCancel(background)
	informers := informers.NewSharedInformerFactory(server, 0)
	run(ctx, server, informers)
	informers.Start(ctx.Done())
	informers.WaitForCacheSync(ctx.Done())
	// Caches are looked at every 100 ms.
	time.Sleep(time.Second)
	synctest.Wait()
	server.since = time.Now()
	server.begins()
	synctest.Wait()
	if script.Spec["paused"] == true {
		server.rollOut("A")
		synctest.Wait()
	}

	for _, next := range script.Disturbances {
		time.Sleep(time.Duration(next.At-server.now()) * time.Millisecond)
		synctest.Wait()
		server.disturb(next)
		synctest.Wait()
	}
	time.Sleep(time.Duration(script.Until-server.now()) * time.Millisecond)
	synctest.Wait()
	cancel()
	informers.Shutdown()
	// What the pods still do, and timers of the controllers.
	time.Sleep(3 * time.Minute)
	return script.Case
}

// run starts the controllers, with the number of workers that the controller manager gives them, but one for each.
func run(ctx context.Context, server *server, informers informers.SharedInformerFactory) {
	apps, core := informers.Apps().V1(), informers.Core().V1()
	deployments, err := deployment.NewDeploymentController(ctx, apps.Deployments(), apps.ReplicaSets(), core.Pods(), server)
	must(err)
	daemons, err := daemon.NewDaemonSetsController(ctx, apps.DaemonSets(), apps.ControllerRevisions(), core.Pods(), core.Nodes(), server,
		flowcontrol.NewBackOff(time.Second, 15*time.Minute))
	must(err)
	replicas := replicaset.NewReplicaSetController(ctx, apps.ReplicaSets(), core.Pods(), server, replicaset.BurstReplicas)
	sets := statefulset.NewStatefulSetController(ctx, core.Pods(), apps.StatefulSets(), core.PersistentVolumeClaims(),
		apps.ControllerRevisions(), server)
	budgets := disruption.NewDisruptionController(ctx, core.Pods(), informers.Policy().V1().PodDisruptionBudgets(),
		core.ReplicationControllers(), apps.ReplicaSets(), apps.Deployments(), apps.StatefulSets(), server,
		meta.NewDefaultRESTMapper(nil), nil, nil)
	go deployments.Run(ctx, 1)
	go replicas.Run(ctx, 1)
	go sets.Run(ctx, 1)
	go daemons.Run(ctx, 1)
	go budgets.Run(ctx)
}

var labels = map[string]string{"app": "web"}

func (s *server) begins() {
	script := s.script
	text, err := json.Marshal(script.Spec)
	must(err)
	for index, budget := range script.Budgets {
		s.budget(fmt.Sprintf("budget-%d", index), budget)
	}
	object := metav1.ObjectMeta{Name: "web", Namespace: namespace}
	selector := &metav1.LabelSelector{MatchLabels: labels}
	template := templateNamed("A")
	switch script.Kind {
	case "Deployment":
		spec := apps.DeploymentSpec{Replicas: &script.Replicas, Selector: selector, Template: template}
		must(json.Unmarshal(text, &spec))
		spec.Paused = false
		web := &apps.Deployment{ObjectMeta: object, Spec: spec}
		defaults.SetObjectDefaults_Deployment(web)
		_, err = s.AppsV1().Deployments(namespace).Create(background, web, metav1.CreateOptions{})
	case "StatefulSet":
		spec := apps.StatefulSetSpec{Replicas: &script.Replicas, Selector: selector, Template: template}
		must(json.Unmarshal(text, &spec))
		web := &apps.StatefulSet{ObjectMeta: object, Spec: spec}
		defaults.SetObjectDefaults_StatefulSet(web)
		_, err = s.AppsV1().StatefulSets(namespace).Create(background, web, metav1.CreateOptions{})
	case "DaemonSet":
		for index := range script.Replicas {
			node := &v1.Node{ObjectMeta: metav1.ObjectMeta{Name: fmt.Sprintf("node-%d", index)}}
			_, err = s.CoreV1().Nodes().Create(background, node, metav1.CreateOptions{})
			must(err)
		}
		synctest.Wait()
		spec := apps.DaemonSetSpec{Selector: selector, Template: template}
		must(json.Unmarshal(text, &spec))
		web := &apps.DaemonSet{ObjectMeta: object, Spec: spec}
		defaults.SetObjectDefaults_DaemonSet(web)
		_, err = s.AppsV1().DaemonSets(namespace).Create(background, web, metav1.CreateOptions{})
	}
	must(err)
}

func templateNamed(name string) v1.PodTemplateSpec {
	return v1.PodTemplateSpec{
		ObjectMeta: metav1.ObjectMeta{Labels: labels},
		Spec:       v1.PodSpec{Containers: []v1.Container{{Name: "web", Image: name}}},
	}
}

func (s *server) budget(name string, budget Budget) {
	spec := policy.PodDisruptionBudgetSpec{Selector: &metav1.LabelSelector{MatchLabels: labels}}
	text, err := json.Marshal(budget)
	must(err)
	must(json.Unmarshal(text, &spec))
	if budget.AlwaysAllow {
		always := policy.AlwaysAllow
		spec.UnhealthyPodEvictionPolicy = &always
	}
	_, err = s.PolicyV1().PodDisruptionBudgets(namespace).Create(background,
		&policy.PodDisruptionBudget{ObjectMeta: metav1.ObjectMeta{Name: name, Namespace: namespace}, Spec: spec}, metav1.CreateOptions{})
	must(err)
}

func (s *server) disturb(what *Disturbance) {
	if what.Do == "template" {
		s.rollOut(what.Template)
		return
	}
	alive := s.alive()
	if s.script.Kind == "DaemonSet" {
		// Which node a controller takes first is left to chance.
		for _, pod := range alive {
			if podutil.IsPodReady(pod) == what.Ready {
				what.Pod = templateOf(pod)
				must(s.end(pod.Name))
				return
			}
		}
	} else if len(alive) > 0 {
		pod := alive[int(what.pick*float64(len(alive)))]
		what.Pod = s.names[string(pod.UID)]
		if what.Do == "delete" {
			must(s.end(pod.Name))
		} else {
			what.Answer = s.evict(pod.Name)
		}
	}
}

func (s *server) rollOut(template string) {
	var err error
	switch s.script.Kind {
	case "Deployment":
		api := s.AppsV1().Deployments(namespace)
		web, _ := api.Get(background, "web", metav1.GetOptions{})
		web.Spec.Template = templateNamed(template)
		defaults.SetObjectDefaults_Deployment(web)
		web.Spec.Paused = s.script.Spec["paused"] == true
		_, err = api.Update(background, web, metav1.UpdateOptions{})
	case "StatefulSet":
		api := s.AppsV1().StatefulSets(namespace)
		web, _ := api.Get(background, "web", metav1.GetOptions{})
		web.Spec.Template = templateNamed(template)
		defaults.SetObjectDefaults_StatefulSet(web)
		_, err = api.Update(background, web, metav1.UpdateOptions{})
	case "DaemonSet":
		api := s.AppsV1().DaemonSets(namespace)
		web, _ := api.Get(background, "web", metav1.GetOptions{})
		web.Spec.Template = templateNamed(template)
		defaults.SetObjectDefaults_DaemonSet(web)
		_, err = api.Update(background, web, metav1.UpdateOptions{})
	}
	must(err)
}
