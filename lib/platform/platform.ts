/** A platform that runs containers without the objects of Kubernetes, and what it says of itself. */
export interface Platform {
  readonly id: 'compose' | 'fly' | 'render' | 'procfile' | 'railway';
  /** `Fly.io`. */
  readonly name: string;
  /** What one of its applications is called: `Fly app`. */
  readonly noun: string;
  /** Where its documentation says what is stated of it here. */
  readonly source: string;
}

export const COMPOSE: Platform = {
  id: 'compose',
  name: 'Docker Compose',
  noun: 'compose service',
  source: 'https://docs.docker.com/reference/compose-file/services/',
};

export const FLY: Platform = {
  id: 'fly',
  name: 'Fly.io',
  noun: 'Fly app',
  source: 'https://fly.io/docs/reference/configuration/',
};

export const RENDER: Platform = {
  id: 'render',
  name: 'Render',
  noun: 'Render service',
  source: 'https://render.com/docs/blueprint-spec',
};

export const PROCFILE: Platform = {
  id: 'procfile',
  name: 'Heroku',
  noun: 'Procfile process',
  source: 'https://devcenter.heroku.com/articles/procfile',
};

export const RAILWAY: Platform = {
  id: 'railway',
  name: 'Railway',
  noun: 'Railway service',
  source: 'https://docs.railway.com/reference/config-as-code',
};
