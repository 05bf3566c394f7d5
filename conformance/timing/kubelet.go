package timing

import (
	"context"
	"sort"
	"testing/synctest"
	"time"

	v1 "k8s.io/api/core/v1"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/apimachinery/pkg/types"
	"k8s.io/client-go/kubernetes/fake"
	"k8s.io/klog/v2"
	kubepod "k8s.io/kubernetes/pkg/kubelet/pod"
	"k8s.io/kubernetes/pkg/kubelet/prober"
	"k8s.io/kubernetes/pkg/kubelet/prober/results"
	"k8s.io/kubernetes/pkg/kubelet/status"
	kubeletutil "k8s.io/kubernetes/pkg/kubelet/util"
)

const containerName = "web"

// kubelet is the part of a kubelet that stands around the prober: the runtime's truth, the sync of the pod, and the loop
// that hears of results. The prober, its results and the status manager are the genuine ones.
type kubelet struct {
	script  *script
	since   time.Time
	ctx     context.Context
	logger  klog.Logger
	pod     *v1.Pod
	probers prober.Manager
	status  status.Manager
	results map[Role]results.Manager

	// What the runtime has: the number of the last container, and whether it runs.
	number      int
	running     bool
	startedAt   time.Time
	condemned   int
	syncPending bool

	agenda []appointment
	record *Case
}

type appointment struct {
	at int64
	do func()
}

// safe never lets a pod be deleted: none is.
type safe struct{}

func (safe) PodCouldHaveRunningContainers(*v1.Pod) bool { return true }

// live is one case from beginning to end. It has to run in a bubble of synctest.
func live(seed uint64) *Case {
	script := newScript(seed)
	since := time.Now()
	listener := &triggers{since: since}
	world := &container{script: script, since: since, asked: map[Role][][]any{}, tried: map[Role][][]any{}}
	k := &kubelet{
		script: script, since: since, logger: listener.logger(), pod: podWith(script),
		results: map[Role]results.Manager{Startup: results.NewManager(), Readiness: results.NewManager(), Liveness: results.NewManager()},
		record: &Case{Seed: seed, Probes: script.probes, Added: script.added, Until: script.until, Offsets: map[Role]float64{},
			Results: map[Role][][]any{}, Status: [][]any{}, Triggers: [][]any{}},
	}
	k.ctx = klog.NewContext(context.Background(), k.logger)
	pods := kubepod.NewBasicPodManager()
	pods.AddPod(k.pod)
	k.status = status.NewManager(&fake.Clientset{}, pods, safe{}, kubeletutil.NewPodStartupLatencyTracker())
	k.probers = prober.NewManager(k.status, k.results[Liveness], k.results[Readiness], k.results[Startup], world, silence{})

	time.Sleep(time.Duration(script.added) * time.Millisecond)
	k.probers.AddPod(k.ctx, k.pod)
	synctest.Wait()
	k.plan()
	k.loop()

	world.close()
	k.record.Answers, k.record.Attempts, k.record.Triggers = world.asked, world.tried, append(k.record.Triggers, listener.rows...)
	k.offsets()
	k.bury()
	return k.record
}

func podWith(s *script) *v1.Pod {
	web := v1.Container{Name: containerName}
	for role, probe := range s.probes {
		spec := &v1.Probe{
			ProbeHandler:        v1.ProbeHandler{Exec: &v1.ExecAction{Command: []string{string(role)}}},
			InitialDelaySeconds: probe.InitialDelaySeconds, PeriodSeconds: probe.PeriodSeconds, TimeoutSeconds: probe.TimeoutSeconds,
			SuccessThreshold: probe.SuccessThreshold, FailureThreshold: probe.FailureThreshold,
		}
		switch role {
		case Startup:
			web.StartupProbe = spec
		case Readiness:
			web.ReadinessProbe = spec
		case Liveness:
			web.LivenessProbe = spec
		}
	}
	policy := v1.RestartPolicyAlways
	if s.neverRestarts {
		policy = v1.RestartPolicyNever
	}
	return &v1.Pod{
		ObjectMeta: metav1.ObjectMeta{Name: "web", Namespace: "default", UID: types.UID("pod")},
		Spec:       v1.PodSpec{Containers: []v1.Container{web}, RestartPolicy: policy},
	}
}

func (k *kubelet) now() int64 { return time.Since(k.since).Milliseconds() }

func (k *kubelet) at(at int64, do func()) {
	k.agenda = append(k.agenda, appointment{max(at, k.now()), do})
	sort.SliceStable(k.agenda, func(i, j int) bool { return k.agenda[i].at < k.agenda[j].at })
}

func (k *kubelet) plan() {
	s := k.script
	k.at(s.firstStart, k.start)
	for _, at := range s.crashes {
		k.at(at, k.crash)
	}
	k.resync()
	if s.terminating > 0 {
		k.at(s.terminating, func() {
			k.note("terminating")
			k.probers.StopLivenessAndStartup(k.pod)
		})
		k.at(s.terminated, func() {
			k.note("terminated")
			k.probers.RemovePod(k.pod)
		})
	}
}

// resync is the pod worker's own: each minute or up to half as long again.
func (k *kubelet) resync() {
	k.at(k.now()+60_000+k.script.random.Int64N(30_000), func() {
		k.sync("sync")
		k.resync()
	})
}

// loop lets time pass. At each instant the workers come first, then what they found out, then the kubelet's own doings: the
// order in which things at the same instant happen would otherwise be anyone's guess.
func (k *kubelet) loop() {
	end := time.NewTimer(time.Duration(k.script.until-k.now())*time.Millisecond + 500*time.Microsecond)
	for {
		var next <-chan time.Time
		if len(k.agenda) > 0 {
			next = time.After(k.since.Add(time.Duration(k.agenda[0].at) * time.Millisecond).Sub(time.Now()))
		}
		var first []heard
		select {
		case <-end.C:
			return
		case <-next:
		case update := <-k.results[Startup].Updates():
			first = []heard{{Startup, update}}
		case update := <-k.results[Readiness].Updates():
			first = []heard{{Readiness, update}}
		case update := <-k.results[Liveness].Updates():
			first = []heard{{Liveness, update}}
		}
		synctest.Wait()
		k.hear(first)
		for len(k.agenda) > 0 && k.agenda[0].at <= k.now() {
			due := k.agenda[0]
			k.agenda = k.agenda[1:]
			due.do()
			synctest.Wait()
			k.hear(nil)
		}
	}
}

type heard struct {
	role   Role
	update results.Update
}

// hear takes what the workers have found out: to the published status at once, to the pod as a sync a little later
// (kubelet.go, syncLoopIteration).
func (k *kubelet) hear(all []heard) {
	for _, role := range roles {
		for drained := false; !drained; {
			select {
			case update := <-k.results[role].Updates():
				all = append(all, heard{role, update})
			default:
				drained = true
			}
		}
	}
	sort.SliceStable(all, func(i, j int) bool { return all[i].role < all[j].role })
	for _, each := range all {
		id, result := each.update.ContainerID, each.update.Result
		k.record.Results[each.role] = append(k.record.Results[each.role], []any{milliseconds(k.since), result.String()[:1], ordinal(id)})
		switch each.role {
		case Startup:
			k.status.SetContainerStartup(k.logger, k.pod.UID, id, result == results.Success)
		case Readiness:
			k.status.SetContainerReadiness(k.logger, k.pod.UID, id, result == results.Success)
		}
		if each.role != Liveness || result == results.Failure {
			k.syncSoon()
		}
	}
	if len(all) > 0 {
		k.noteStatus()
	}
}

func (k *kubelet) syncSoon() {
	if k.syncPending {
		return
	}
	k.syncPending = true
	k.at(k.now()+1+k.script.random.Int64N(80), func() {
		k.syncPending = false
		k.sync("sync")
		k.restartIfCondemned()
	})
}

// start runs a new container. The kubelet hears of it from the runtime up to a second later.
func (k *kubelet) start() {
	if k.script.terminated > 0 && k.now() >= k.script.terminated {
		return
	}
	k.number++
	k.running = true
	k.startedAt = time.Now()
	if k.now() > k.script.added && k.script.random.Float64() < 0.8 {
		k.startedAt = k.startedAt.Add(-time.Duration(k.script.random.Int64N(1000)) * time.Millisecond)
	}
	k.sync("run", float64(k.startedAt.Sub(k.since).Nanoseconds())/1e6)
}

func (k *kubelet) crash() {
	if k.running {
		k.exit(true)
	}
}

// exit ends the container. SyncPod ends a condemned one and starts the next within one sync, so that none may see the gap.
func (k *kubelet) exit(seen bool) {
	k.running = false
	over := k.script.terminated > 0 && k.now() >= k.script.terminated
	if !seen && !over && !k.script.neverRestarts {
		k.start()
		return
	}
	k.sync("exit", !k.script.neverRestarts)
	if !k.script.neverRestarts {
		k.at(k.now()+k.script.random.Int64N(12_000), k.start)
	}
}

// restartIfCondemned is what SyncPod does with a container whose liveness or startup has failed (kuberuntime_manager.go,
// computePodActions): it ends it, which takes a while, and runs another.
func (k *kubelet) restartIfCondemned() {
	if !k.running || k.condemned == k.number {
		return
	}
	for _, role := range []Role{Liveness, Startup} {
		if result, ok := k.results[role].Get(idOf(k.number)); ok && result == results.Failure {
			number := k.number
			k.condemned = number
			k.at(k.now()+k.script.random.Int64N(8_000), func() {
				if k.running && k.number == number {
					k.exit(k.script.random.Float64() < 0.5)
				}
			})
			return
		}
	}
}

// sync is SyncPod as the prober meets it: the status is made (kubelet_pods.go, convertToAPIContainerStatuses), the prober
// amends it, and only then is it published; what the prober triggers still sees the status from before.
func (k *kubelet) sync(kind string, arguments ...any) {
	k.note(kind, arguments...)
	made := v1.PodStatus{Phase: v1.PodRunning}
	if k.number > 0 {
		id := idOf(k.number)
		web := v1.ContainerStatus{Name: containerName, ContainerID: id.String()}
		old, _ := k.status.GetPodStatus(k.pod.UID)
		if k.running {
			web.State.Running = &v1.ContainerStateRunning{StartedAt: metav1.NewTime(k.startedAt)}
			if len(old.ContainerStatuses) > 0 {
				web.Started = old.ContainerStatuses[0].Started
			}
		} else {
			web.State.Terminated = &v1.ContainerStateTerminated{ExitCode: 1}
		}
		made.ContainerStatuses = []v1.ContainerStatus{web}
	}
	k.probers.UpdatePodStatus(k.ctx, k.pod, &made)
	synctest.Wait()
	k.status.SetPodStatus(k.logger, k.pod, made)
	k.noteStatus()
}

func (k *kubelet) note(kind string, arguments ...any) {
	k.record.Events = append(k.record.Events, append([]any{k.now(), kind}, arguments...))
}

// noteStatus keeps what is published, where it changed.
func (k *kubelet) noteStatus() {
	published, _ := k.status.GetPodStatus(k.pod.UID)
	if len(published.ContainerStatuses) == 0 {
		return
	}
	web := published.ContainerStatuses[0]
	started, ready := web.Started != nil && *web.Started, web.Ready
	if rows := k.record.Status; len(rows) > 0 && rows[len(rows)-1][1] == started && rows[len(rows)-1][2] == ready {
		return
	}
	k.record.Status = append(k.record.Status, []any{milliseconds(k.since), started, ready})
}

// offsets are the sleeps of the workers of a young kubelet: each worker says what it believes of the container as soon as it
// has slept, for in these cases the container runs by then.
func (k *kubelet) offsets() {
	for role, probe := range k.record.Probes {
		if k.record.Added < int64(probe.PeriodSeconds)*1000 && len(k.record.Results[role]) > 0 {
			k.record.Offsets[role] = k.record.Results[role][0][0].(float64) - float64(k.record.Added)
		}
	}
}

// bury ends every worker: a bubble waits for all of its goroutines.
func (k *kubelet) bury() {
	k.probers.RemovePod(k.pod)
	done := time.After(10 * time.Minute)
	for {
		select {
		case <-done:
			return
		case <-k.results[Startup].Updates():
		case <-k.results[Readiness].Updates():
		case <-k.results[Liveness].Updates():
		}
	}
}
