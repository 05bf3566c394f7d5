import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, posix, sep } from 'node:path';
import ts from 'typescript';

/** A file, by its path below the root, and what it imports of the others. */
export interface Module {
  readonly file: string;
  readonly lines: number;
  /** Types count as well, and so does what is loaded only when it is needed. */
  readonly imports: readonly string[];
}

/** The modules of a folder, from the files that are there. */
export function modulesIn(root: string): readonly Module[] {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => file.split(sep).join('/'));
  return modulesOf(new Map(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')])));
}

/** The modules that these texts are, by their paths. */
export function modulesOf(texts: ReadonlyMap<string, string>): readonly Module[] {
  return [...texts].map(([file, text]) => ({
    file,
    lines: text.split('\n').length - 1,
    imports: [...new Set(specifiersIn(file, text).flatMap((specifier) => resolved(file, specifier, texts)))].sort(),
  }));
}

/** Every module that a text names: imports, exports from, `import()` of a value or of a type, `require`. */
function specifiersIn(file: string, text: string): string[] {
  const found: string[] = [];
  const add = (node: ts.Node | undefined) => node && ts.isStringLiteralLike(node) && found.push(node.text);
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
      add(node.moduleSpecifier);
    } else if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) {
      add(node.argument.literal);
    } else if (ts.isCallExpression(node) && isLoad(node.expression)) {
      add(node.arguments[0]);
    }
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, false));
  return found;
}

function isLoad(called: ts.Expression): boolean {
  return called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require');
}

/** A package is none of ours. */
function resolved(file: string, specifier: string, files: ReadonlyMap<string, string>): string[] {
  if (!specifier.startsWith('.')) {
    return [];
  }
  const path = posix.join(dirname(file), specifier);
  return [`${path}.ts`, posix.join(path, 'index.ts'), path].filter((candidate) => files.has(candidate)).slice(0, 1);
}
