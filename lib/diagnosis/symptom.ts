/** What people notice, and where to look first: the pages of the runbook. */
export const SYMPTOMS = {
  unrouted: {
    title: 'Users get 404, a certificate warning, or no connection at all',
    look: 'kubectl get ingress,ingressclass -o wide; probewise diagnose --url https://HOST/ --url https://HOST/other',
  },
  unavailable: {
    title: 'Users get 502, 503 or 504 while the pods look healthy',
    look: 'kubectl get endpointslices -l kubernetes.io/service-name=SERVICE -o yaml',
  },
  unready: {
    title: 'Pods run, and are not ready',
    look: "kubectl describe pod POD | sed -n '/^Events/,$p'",
  },
  restarting: {
    title: 'Containers are restarted again and again',
    look: 'kubectl get pod POD -o jsonpath="{.status.containerStatuses[*].lastState}"; kubectl logs POD --previous',
  },
  unstarted: {
    title: 'A container does not start',
    look: 'kubectl describe pod POD',
  },
  pending: {
    title: 'Pods are Pending, or are not there at all',
    look: 'kubectl get events --field-selector type=Warning; kubectl describe replicaset -l app=NAME',
  },
  stuck: {
    title: 'A rollout, a drain, a deletion or a Job does not come to its end',
    look: 'kubectl get deployments,jobs,poddisruptionbudgets; kubectl get pods',
  },
  slow: {
    title: 'Some requests fail, or it does not follow the load',
    look: 'kubectl get hpa,pods; kubectl logs POD',
  },
} as const;

/** A page of the runbook. */
export type Symptom = keyof typeof SYMPTOMS;
