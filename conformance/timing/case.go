// Package timing drives the kubelet's own prober in virtual time and records what it does.
package timing

// Role names what a probe decides.
type Role string

// The roles, in the order in which the prober starts their workers.
const (
	Startup   Role = "startup"
	Readiness Role = "readiness"
	Liveness  Role = "liveness"
)

var roles = []Role{Startup, Readiness, Liveness}

// Probe is the fields of a probe.
type Probe struct {
	InitialDelaySeconds int32 `json:"initialDelaySeconds"`
	PeriodSeconds       int32 `json:"periodSeconds"`
	TimeoutSeconds      int32 `json:"timeoutSeconds"`
	SuccessThreshold    int32 `json:"successThreshold"`
	FailureThreshold    int32 `json:"failureThreshold"`
}

// Answer is what the container says to one attempt: s, f or e (success, failure, error) after some milliseconds.
type Answer struct {
	Milliseconds int64
	Kind         string
}

// Case is one life of a pod: what it was given, and what the prober did with it. Times are milliseconds since the kubelet
// started. Rows are arrays to keep the file small; conformance/README.md names their columns.
type Case struct {
	Seed    uint64           `json:"seed"`
	Probes  map[Role]Probe   `json:"probes"`
	Added   int64            `json:"added"`
	Until   int64            `json:"until"`
	Events  [][]any          `json:"events"`
	Answers map[Role][][]any `json:"answers"`

	Offsets  map[Role]float64 `json:"offsets,omitempty"`
	Triggers [][]any          `json:"triggers"`
	Attempts map[Role][][]any `json:"attempts"`
	Results  map[Role][][]any `json:"results"`
	Status   [][]any          `json:"status"`
}

// Header is the first line of a file of cases.
type Header struct {
	Go         string `json:"go"`
	Kubernetes string `json:"kubernetes"`
	Cases      int    `json:"cases"`
}
