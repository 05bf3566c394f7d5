/** The port of the Service that users come to. */
export const SERVICE_PORT = 80;
/** The name of the port that serves them, on the container and on the Service. */
export const WEB_PORT_NAME = 'http';
/** The name of the metrics' port. */
export const METRICS_PORT_NAME = 'metrics';
