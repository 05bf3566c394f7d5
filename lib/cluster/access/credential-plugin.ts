import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { listOf, objectOf, textOf } from '../../manifest/json';
import { NoAccess } from './access';
import { bearer, type Credential } from './shown-credential';

/** A program may open a browser and wait for somebody. Milliseconds. */
const PATIENCE = 60_000;

/**
 * Runs the program that a kubeconfig names to learn who the user is, as kubectl does (client-go,
 * `plugin/pkg/client/auth/exec/exec.go`): clouds give out tokens in this way.
 *
 * @throws NoAccess where it fails, says nothing or takes too long
 */
export async function askPlugin(exec: unknown, folder: string, server: string): Promise<Credential> {
  const { command, args, env, apiVersion, installHint } = objectOf(exec);
  const name = textOf(command);
  if (!name) {
    throw new NoAccess('the user has a credential plugin without a command');
  }
  const said = await output({
    // A name with a folder is meant from where the kubeconfig lies; one without is looked for on the path.
    program: name.includes('/') ? resolve(folder, name) : name,
    args: listOf(args).map((word) => textOf(word) ?? ''),
    environment: {
      ...Object.fromEntries(
        listOf(env)
          .map(objectOf)
          .map((variable) => [textOf(variable.name) ?? '', textOf(variable.value) ?? '']),
      ),
      KUBERNETES_EXEC_INFO: JSON.stringify({ kind: 'ExecCredential', apiVersion, spec: { interactive: false, cluster: { server } } }),
    },
    hint: textOf(installHint),
  });
  const { token, clientCertificateData, clientKeyData } = objectOf(objectOf(parsed(said)).status);
  const [shown, cert, key] = [textOf(token), textOf(clientCertificateData), textOf(clientKeyData)];
  if (!shown && !cert) {
    throw new NoAccess(`the credential plugin ${name} gave neither a token nor a certificate`);
  }
  return { ...(shown && { authorization: bearer(shown) }), ...(cert && { cert }), ...(key && { key }) };
}

interface Invocation {
  readonly program: string;
  readonly args: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly hint?: string;
}

function output({ program, args, environment, hint }: Invocation): Promise<string> {
  return new Promise((done, fail) => {
    const child = execFile(
      program,
      [...args],
      { env: { ...process.env, ...environment }, timeout: PATIENCE, killSignal: 'SIGKILL', maxBuffer: 2 ** 20 },
      (error, stdout, stderr) => {
        if (!error) {
          done(stdout);
          return;
        }
        const { code, killed } = error;
        const why =
          String(code) === 'ENOENT'
            ? 'is not on the path'
            : killed
              ? `said nothing within ${PATIENCE / 1000} s`
              : `failed: ${stderr.trim().split('\n').slice(-1)[0] || `exit code ${code}`}`;
        fail(new NoAccess(`the credential plugin ${program} ${why}${hint ? `; ${hint.trim().split('\n')[0]}` : ''}`));
      },
    );
    child.stdin?.end();
  });
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
