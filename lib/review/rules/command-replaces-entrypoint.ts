import type { Rule } from '../rule';

export const commandReplacesEntrypoint: Rule = {
  id: 'command-replaces-entrypoint',
  model: 'chain',
  severity: 'warning',
  summary: "A command in the manifest bypasses the image's own entry point",
  doc: {
    why:
      'command replaces ENTRYPOINT and CMD. What the entry point does before the server starts (waiting, migrating, choosing the ' +
      'port, exec) does not happen, and nothing says so: ' +
      'an early turn of the incident.',
    fix: 'Leave command out and give args, or do in the command what the entry point does.',
    judges:
      'With `--app`: an image with an ENTRYPOINT and a container with a command whose words do not name it. Init containers and ' +
      'Jobs run other things on purpose.',
    source: 'https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/; SEVALLA-001, phase 5',
  },
  *check(reading) {
    for (const workload of reading.bundle.workloads) {
      for (const container of workload.finite ? [] : workload.containers) {
        const image = reading.container(workload, container).image;
        const [program] = image?.entrypoint ?? [];
        const { server } = reading.container(workload, container).process;
        const isCalled = container.command?.some((word) => word.includes(program));
        if (!image?.entrypoint || !container.command || isCalled || server === undefined) {
          continue;
        }
        yield {
          object: workload.object,
          container: container.name,
          path: [...container.path, 'command'],
          message: `command starts ${server} and replaces the ENTRYPOINT ${image.entrypoint.join(' ')} (${image.origin})`,
          consequence: 'what the entry point prepares does not happen',
          fix: 'remove command, and give what differs as args',
        };
      }
    }
  },
};
