package timing

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"

	"github.com/go-logr/logr"
	"k8s.io/apimachinery/pkg/runtime"
	"k8s.io/client-go/tools/record"
	remote "k8s.io/cri-client/pkg"
	"k8s.io/klog/v2"
	kubecontainer "k8s.io/kubernetes/pkg/kubelet/container"
	"k8s.io/utils/exec"
)

// container answers probes by script, as the runtime would run their commands: it imposes the timeout itself.
type container struct {
	mutex  sync.Mutex
	script *script
	since  time.Time
	asked  map[Role][][]any
	tried  map[Role][][]any
	closed bool
}

// close ends the record: what is asked later, while the workers are brought to an end, is no part of the case.
func (c *container) close() {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.closed = true
}

var _ kubecontainer.CommandRunner = &container{}

// RunInContainer is one attempt; the command names the role.
func (c *container) RunInContainer(_ context.Context, id kubecontainer.ContainerID, cmd []string, timeout time.Duration) ([]byte, error) {
	role := Role(cmd[0])
	c.mutex.Lock()
	answer := c.script.answer(role)
	if !c.closed {
		c.asked[role] = append(c.asked[role], []any{answer.Milliseconds, answer.Kind})
	}
	latency := time.Duration(answer.Milliseconds) * time.Millisecond
	kind := answer.Kind
	if latency >= timeout {
		latency, kind = timeout, "t"
	}
	if !c.closed {
		c.tried[role] = append(c.tried[role], []any{milliseconds(c.since), kind, ordinal(id)})
	}
	c.mutex.Unlock()

	time.Sleep(latency)
	switch kind {
	case "s":
		return nil, nil
	case "f":
		return nil, exec.CodeExitError{Err: fmt.Errorf("exit 1"), Code: 1}
	case "t":
		return nil, fmt.Errorf("%w after %s", remote.ErrCommandTimedOut, timeout)
	default:
		return nil, fmt.Errorf("no such container")
	}
}

func milliseconds(since time.Time) float64 {
	return float64(time.Since(since).Nanoseconds()) / 1e6
}

func idOf(number int) kubecontainer.ContainerID {
	return kubecontainer.ContainerID{Type: "test", ID: fmt.Sprint(number)}
}

func ordinal(id kubecontainer.ContainerID) int {
	var number int
	fmt.Sscan(id.ID, &number)
	return number
}

// triggers listens to the prober's log: it is the only place that tells a run out of turn from a tick.
type triggers struct {
	mutex sync.Mutex
	since time.Time
	rows  [][]any
}

func (t *triggers) logger() klog.Logger { return logr.New(t) }

// Init and the rest make a logr.LogSink.
func (t *triggers) Init(logr.RuntimeInfo) {}

// Enabled lets the level pass at which the prober logs a trigger.
func (t *triggers) Enabled(level int) bool { return level <= 4 }

// Info keeps the triggers.
func (t *triggers) Info(_ int, message string, pairs ...any) {
	if message != "Triggered Probe by manual run" {
		return
	}
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.rows = append(t.rows, []any{milliseconds(t.since), strings.ToLower(fmt.Sprint(pairs[1]))})
}

// Error drops what the prober reports of failed attempts.
func (t *triggers) Error(error, string, ...any) {}

// WithValues keeps nothing.
func (t *triggers) WithValues(...any) logr.LogSink { return t }

// WithName keeps nothing.
func (t *triggers) WithName(string) logr.LogSink { return t }

// silence records no events of the API.
type silence struct{}

var _ record.EventRecorderLogger = silence{}

func (silence) Event(runtime.Object, string, string, string)                                      {}
func (silence) Eventf(runtime.Object, string, string, string, ...any)                             {}
func (silence) AnnotatedEventf(runtime.Object, map[string]string, string, string, string, ...any) {}
func (s silence) WithLogger(klog.Logger) record.EventRecorderLogger                               { return s }
