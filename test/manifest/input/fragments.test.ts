import { expect, test } from '@jest/globals';
import { withoutFragments } from '../../../lib/manifest/input/fragments';
import { inputsOf } from '../../../lib/manifest/input/inputs';
import { readText } from '../../../lib/manifest/input/text';
import { fileOf } from '../../review/fix/fixed';
import { deployment, ingress, service, type Json } from '../../review/shop';

const patch = (fields: Json = {}): Json => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: { template: { spec: { containers: [{ name: 'web', env: [], ...fields }] } } },
});

function kept(files: Readonly<Record<string, readonly Json[]>>) {
  const documents = Object.entries(files).flatMap(([file, objects]) => readText(file, fileOf(...objects)).documents);
  const { documents: whole, fragments } = withoutFragments(documents);
  return { files: whole.map(({ file }) => file), fragments };
}

test('a workload without an image, of which another file has the whole, is a patch', () => {
  expect(kept({ 'base.yaml': [deployment()], 'patch.yaml': [patch()] })).toEqual({ files: ['base.yaml'], fragments: ['patch.yaml'] });
});

test('so is what stands beside it and in another file, and not what stands there alone', () => {
  const files = { 'base.yaml': [deployment(), service()], 'patch.yaml': [patch(), service({ type: 'NodePort' }), ingress()] };
  expect(kept(files)).toEqual({ files: ['base.yaml', 'base.yaml', 'patch.yaml'], fragments: ['patch.yaml'] });
});

test('one without a selector is a patch of what is elsewhere', () => {
  expect(kept({ 'patch.yaml': [patch()] })).toEqual({ files: [], fragments: ['patch.yaml'] });
});

test.each([
  ['two whole objects of one name', { 'a.yaml': [deployment()], 'b.yaml': [deployment()] }],
  ['a workload without an image, with a selector, alone', { 'a.yaml': [deployment({ image: undefined })] }],
  ['a workload that lacks its selector alone', { 'a.yaml': [patch({ image: 'shop:1' })] }],
])('%s are judged', (_, files) => {
  expect(kept(files)).toEqual({ files: Object.keys(files), fragments: [] });
});

test('objects are counted for what was read, though a program made them of other files', () => {
  const { documents, problems } = readText('rendered', fileOf(deployment(), service()));
  const contents = { documents: documents.map((document) => document.renderedFrom('templates/web.yaml')), problems };
  expect(inputsOf([['chart', contents]]).inputs).toEqual([{ file: 'chart', objects: 2 }]);
});

test('the objects of a patch are not counted', () => {
  const read = Object.entries({ 'base.yaml': fileOf(deployment()), 'patch.yaml': fileOf(patch(), ingress()) });
  expect(inputsOf(read.map(([file, text]) => [file, readText(file, text)] as const)).inputs).toEqual([
    { file: 'base.yaml', objects: 1 },
    { file: 'patch.yaml', objects: 1 },
  ]);
});
