export * from './health/health-check';
export * from './health/health-endpoints';
export * from './health/health-plan';
export * from './health/probe-timing';
