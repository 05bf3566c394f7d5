package timing

import "math/rand/v2"

// script is what the world does to one pod: drawn from a seed before the pod lives, answers as they are asked for.
type script struct {
	random *rand.Rand
	probes map[Role]Probe
	// added and until bound the pod's life, in milliseconds since the kubelet started.
	added, until int64
	// firstStart is when the first container runs.
	firstStart int64
	// crashes are when the container ends by itself, wherever it then stands.
	crashes []int64
	// neverRestarts is a pod whose containers run once.
	neverRestarts bool
	// terminating and terminated end the pod; 0 where that does not happen.
	terminating, terminated int64
	voices                  map[Role]*voice
}

// voice is how a role answers. Roles ask side by side, so each draws from a source of its own.
type voice struct {
	random *rand.Rand
	kind   string
	left   int
}

var kinds = []string{"well", "well", "well", "failing", "failing", "flapping", "slow", "hanging", "erring", "grid"}

func newScript(seed uint64) *script {
	random := rand.New(rand.NewPCG(seed, 0x70726f6265))
	s := &script{random: random, probes: map[Role]Probe{}, voices: map[Role]*voice{}}
	for index, role := range roles {
		s.voices[role] = &voice{random: rand.New(rand.NewPCG(seed, uint64(index)))}
	}
	for len(s.probes) == 0 {
		for _, role := range roles {
			if random.Float64() < 0.75 {
				s.probes[role] = drawProbe(random, role)
			}
		}
	}
	s.added = 3_600_000 + random.Int64N(5_000)
	if random.Float64() < 0.1 {
		s.added = random.Int64N(12_000)
		s.firstStart = s.added
	} else {
		s.firstStart = s.added + random.Int64N(20_000)
	}
	s.until = s.added + 30_000 + random.Int64N(90_000)
	s.neverRestarts = random.Float64() < 0.05
	for random.Float64() < 0.3 {
		s.crashes = append(s.crashes, s.within())
	}
	if random.Float64() < 0.3 {
		s.terminating = s.within()
		s.terminated = s.terminating + random.Int64N(40_000)
	}
	return s
}

// within is some time in the pod's life, now and then on the grid of whole seconds since it was added.
func (s *script) within() int64 {
	at := s.random.Int64N(s.until - s.added)
	if s.random.Float64() < 0.2 {
		at -= at % 1000
	}
	return s.added + at
}

func drawProbe(random *rand.Rand, role Role) Probe {
	probe := Probe{
		PeriodSeconds:    1 + random.Int32N(3),
		TimeoutSeconds:   1 + random.Int32N(3),
		SuccessThreshold: 1,
		FailureThreshold: 1 + random.Int32N(4),
	}
	if random.Float64() < 0.5 {
		probe.PeriodSeconds = 1 + random.Int32N(10)
	}
	if random.Float64() < 0.2 {
		probe.TimeoutSeconds = 1 + random.Int32N(15)
	}
	if random.Float64() < 0.4 {
		probe.InitialDelaySeconds = random.Int32N(15)
	}
	if role == Readiness {
		probe.SuccessThreshold = 1 + random.Int32N(3)
	}
	return probe
}

// answer is what a role answers next.
func (s *script) answer(role Role) Answer {
	v := s.voices[role]
	if v.left == 0 {
		v.kind, v.left = kinds[v.random.IntN(len(kinds))], 1+v.random.IntN(8)
	}
	v.left--
	timeout := int64(s.probes[role].TimeoutSeconds) * 1000
	quick := 1 + v.random.Int64N(120)
	either := "s"
	if v.random.Float64() < 0.5 {
		either = "f"
	}
	switch v.kind {
	case "well":
		return Answer{quick, "s"}
	case "failing":
		return Answer{quick, "f"}
	case "flapping":
		return Answer{quick, either}
	case "slow":
		return Answer{1 + v.random.Int64N(timeout*3/2), "s"}
	case "hanging":
		return Answer{timeout + quick, "s"}
	case "erring":
		if v.random.Float64() < 0.7 {
			return Answer{quick, "e"}
		}
		return Answer{quick, either}
	default:
		// On the grid of seconds, where answers, ticks and timeouts fall together.
		return Answer{1000 * (1 + v.random.Int64N(timeout/1000+1)), either}
	}
}
