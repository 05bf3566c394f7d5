// Package controllers drives Kubernetes' own controllers of workloads in virtual time and records which pods they make and delete.
package controllers

import (
	"fmt"
	"math/rand/v2"
	"sort"
)

// Life is what happens to a pod, in milliseconds after it was made: it runs, is ready, is so no more, and is again; 0 for never.
type Life struct {
	Runs     int64 `json:"runs"`
	Ready    int64 `json:"ready,omitempty"`
	Unready  int64 `json:"unready,omitempty"`
	Again    int64 `json:"again,omitempty"`
	GoneFrom int64 `json:"gone"`
}

// Disturbance is what somebody does to the workload at a time: another template, a pod deleted, or its eviction asked for.
type Disturbance struct {
	At       int64  `json:"at"`
	Do       string `json:"do"`
	Template string `json:"template,omitempty"`
	Pod      string `json:"pod,omitempty"`
	Ready    bool   `json:"ready,omitempty"`
	Answer   string `json:"answer,omitempty"`
	pick     float64
}

// Case is one workload: what it was given, and what became of its pods. Rows of Events are time, `made` or `deleted`, and the pod.
type Case struct {
	Seed         uint64          `json:"seed"`
	Kind         string          `json:"kind"`
	Replicas     int32           `json:"replicas"`
	Spec         map[string]any  `json:"spec"`
	Budgets      []Budget        `json:"budgets,omitempty"`
	Lives        map[string]Life `json:"lives"`
	Disturbances []*Disturbance  `json:"disturbances"`
	Until        int64           `json:"until"`
	Events       [][]any         `json:"events"`
	Exceeded     bool            `json:"exceeded,omitempty"`
}

// course is what chance must not decide. Pods of a DaemonSet are taken for equal.
func (c *Case) course() string {
	rows := make([]string, 0, len(c.Events))
	for _, event := range c.Events {
		pod := event[2].(string)
		if c.Kind == "DaemonSet" {
			pod = pod[:1]
			if event[1] == "deleted" {
				pod = ""
			}
		}
		rows = append(rows, fmt.Sprintf("%012d %s %s", event[0], event[1], pod))
	}
	sort.Strings(rows)
	for _, each := range c.Disturbances {
		rows = append(rows, each.Answer)
	}
	return fmt.Sprint(rows, c.Exceeded)
}

// Budget is the specification of a disruption budget that selects every pod.
type Budget struct {
	MinAvailable   any  `json:"minAvailable,omitempty"`
	MaxUnavailable any  `json:"maxUnavailable,omitempty"`
	AlwaysAllow    bool `json:"alwaysAllow,omitempty"`
}

// Header is the first line of a file of cases.
type Header struct {
	Go         string `json:"go"`
	Kubernetes string `json:"kubernetes"`
	Cases      int    `json:"cases"`
}

// Templates of a workload, by what becomes of pods that are made of them: B is never ready in some cases.
var templates = []string{"A", "B", "C"}

type script struct {
	*Case
	random *rand.Rand
	broken bool
	gone   int64
}

func (s *script) between(least, most int64) int64 { return least + s.random.Int64N(most-least+1) }

func (s *script) chance(part float64) bool { return s.random.Float64() < part }

func (s *script) countOrPercent(most int64) any {
	if s.chance(0.4) {
		return []string{"1%", "25%", "34%", "50%", "100%"}[s.random.IntN(5)]
	}
	return s.between(0, most)
}

func newScript(seed uint64) *script {
	s := &script{Case: &Case{Seed: seed, Lives: map[string]Life{}, Events: [][]any{}}, random: rand.New(rand.NewPCG(seed, 1))}
	s.Kind = []string{"Deployment", "Deployment", "StatefulSet", "DaemonSet"}[seed%4]
	s.Replicas = int32(s.between(1, 6))
	s.broken = s.chance(0.4)
	s.gone = s.between(1_000, 30_000)
	s.Spec = s.spec()
	s.budgets()
	s.disturbances()
	return s
}

func (s *script) spec() map[string]any {
	spec := map[string]any{}
	if s.chance(0.3) {
		spec["minReadySeconds"] = s.between(1, 20)
	}
	rolling := map[string]any{}
	switch s.Kind {
	case "Deployment":
		s.Spec = spec
		spec["progressDeadlineSeconds"] = s.between(30, 120)
		if s.chance(0.15) {
			spec["strategy"] = map[string]any{"type": "Recreate"}
			return spec
		}
		surge, unavailable := s.countOrPercent(3), s.countOrPercent(2)
		if surge == int64(0) && unavailable == int64(0) {
			surge = int64(1)
		}
		rolling["maxSurge"], rolling["maxUnavailable"] = surge, unavailable
		spec["strategy"] = map[string]any{"type": "RollingUpdate", "rollingUpdate": rolling}
		if s.chance(0.05) {
			spec["paused"] = true
		}
	case "StatefulSet":
		if s.chance(0.3) {
			spec["podManagementPolicy"] = "Parallel"
		}
		if s.chance(0.3) {
			rolling["partition"] = s.between(0, int64(s.Replicas))
		}
		spec["updateStrategy"] = map[string]any{"type": "RollingUpdate", "rollingUpdate": rolling}
		if s.chance(0.1) {
			spec["updateStrategy"] = map[string]any{"type": "OnDelete"}
		}
	case "DaemonSet":
		if s.chance(0.5) {
			rolling["maxSurge"], rolling["maxUnavailable"] = s.between(1, 2), int64(0)
		} else {
			rolling["maxUnavailable"] = []any{s.between(1, 3), "25%", "50%"}[s.random.IntN(3)]
		}
		spec["updateStrategy"] = map[string]any{"type": "RollingUpdate", "rollingUpdate": rolling}
		if s.chance(0.1) {
			spec["updateStrategy"] = map[string]any{"type": "OnDelete"}
		}
	}
	return spec
}

func (s *script) budgets() {
	if s.Kind == "DaemonSet" {
		return
	}
	for range []int{0, 1, 1, 1, 1, 2}[s.random.IntN(6)] {
		budget := Budget{AlwaysAllow: s.chance(0.3)}
		if s.chance(0.5) {
			budget.MinAvailable = s.countOrPercent(3)
		} else {
			budget.MaxUnavailable = s.countOrPercent(2)
		}
		s.Budgets = append(s.Budgets, budget)
	}
}

// disturbances begin when the first pods have had their time. A rollback is a template that was there before.
func (s *script) disturbances() {
	at := s.between(100_000, 200_000)
	now := "A"
	for range s.between(2, 8) {
		next := &Disturbance{At: at, pick: s.random.Float64(), Ready: s.chance(0.7)}
		switch draw := s.random.Float64(); {
		case draw < 0.5 || s.Kind == "DaemonSet" && draw < 0.8:
			next.Do, next.Template = "template", templates[s.random.IntN(3)]
			if next.Template == now {
				next.Template = "ABC"[(now[0]-'A'+1)%3 : (now[0]-'A'+1)%3+1]
			}
			now = next.Template
		case draw < 0.7 || s.Kind == "DaemonSet":
			next.Do = "delete"
		default:
			next.Do = "evict"
		}
		s.Disturbances = append(s.Disturbances, next)
		at += s.between(3_000, 150_000)
	}
	s.Until = at + 200_000
}

// life is drawn when the pod is made. Nodes of a DaemonSet are taken in any order: nothing of it may depend on which one.
func (s *script) life(template string) Life {
	life := Life{Runs: s.between(1, 4_000), GoneFrom: s.between(500, 40_000)}
	if s.Kind == "DaemonSet" {
		life.GoneFrom = s.gone
	}
	if template == "B" && s.broken {
		return life
	}
	life.Ready = life.Runs + s.between(500, 40_000)
	if s.chance(0.1) && s.Kind != "DaemonSet" {
		life.Unready = life.Ready + s.between(1_000, 100_000)
		if s.chance(0.7) {
			life.Again = life.Unready + s.between(1_000, 30_000)
		}
	}
	return life
}
