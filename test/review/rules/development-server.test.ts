import { expect, test } from '@jest/globals';
import { deployment, seen } from '../shop';

const development = (...command: string[]) => seen('development-server', deployment({ command }));

test.each([
  [['python', 'manage.py', 'runserver', '0.0.0.0:8000'], 'runs runserver, which'],
  [['flask', 'run'], 'runs flask run, which'],
  [['gunicorn', '--reload', 'app:app'], 'runs gunicorn with --reload'],
  [['uvicorn', 'app:app', '--reload'], 'runs uvicorn with --reload'],
  [['fastapi', 'dev'], 'runs fastapi dev, which'],
])('%j is reported', (command, message) => {
  expect(development(...command)).toEqual([expect.stringContaining(message)]);
});

test.each([[['gunicorn', 'app:app']], [['uvicorn', 'app:app']], [['fastapi', 'run']], [['python', 'manage.py', 'migrate']]])(
  '%j is left alone',
  (command) => {
    expect(development(...command)).toEqual([]);
  },
);
