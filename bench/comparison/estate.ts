/** The services of a large cluster as they are usually written: a Deployment, a Service and an Ingress each, about 2 KB together. */
export function estate(services: number): string {
  return Array.from({ length: services }, (_, index) => serviceNamed(`web${index}`)).join('---\n');
}

/** Each tool has something to say of it: no disruption budget, no network policy, no CPU limit. */
function serviceNamed(name: string): string {
  const probe = (path: string, period: number, timeout: number, threshold: number) => `
            httpGet:
              path: ${path}
              port: http
            periodSeconds: ${period}
            timeoutSeconds: ${timeout}
            failureThreshold: ${threshold}`;
  return `apiVersion: apps/v1
kind: Deployment
metadata:
  name: ${name}
  labels:
    app.kubernetes.io/name: ${name}
    app.kubernetes.io/component: web
spec:
  replicas: 2
  selector:
    matchLabels:
      app.kubernetes.io/name: ${name}
  strategy:
    type: RollingUpdate
    rollingUpdate:
      maxSurge: 25%
      maxUnavailable: 0
  template:
    metadata:
      labels:
        app.kubernetes.io/name: ${name}
        app.kubernetes.io/component: web
    spec:
      terminationGracePeriodSeconds: 45
      securityContext:
        fsGroup: 10001
        runAsNonRoot: true
        runAsUser: 10001
      containers:
        - name: web
          image: registry.example/${name}:1.4.2
          ports:
            - name: http
              containerPort: 8080
          env:
            - name: PORT
              value: "8080"
          resources:
            requests:
              cpu: 500m
              memory: 512Mi
            limits:
              memory: 512Mi
          startupProbe:${probe('/health/', 3, 3, 21)}
          readinessProbe:${probe('/ready/', 5, 5, 3)}
          livenessProbe:${probe('/health/', 10, 5, 7)}
          lifecycle:
            preStop:
              exec:
                command: [sleep, "10"]
          securityContext:
            allowPrivilegeEscalation: false
            readOnlyRootFilesystem: true
---
apiVersion: v1
kind: Service
metadata:
  name: ${name}
spec:
  selector:
    app.kubernetes.io/name: ${name}
  ports:
    - name: http
      port: 80
      targetPort: http
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: ${name}
spec:
  ingressClassName: nginx
  rules:
    - host: ${name}.example.org
      http:
        paths:
          - path: /
            pathType: Prefix
            backend:
              service:
                name: ${name}
                port:
                  number: 80
`;
}
