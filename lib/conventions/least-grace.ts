/**
 * Seconds that the kubelet leaves a container at least after SIGTERM, whether or not its preStop hook used up the rest
 * (`pkg/kubelet/kuberuntime/kuberuntime_manager.go`, `minimumGracePeriodInSeconds`).
 */
export const LEAST_GRACE = 2;
