import { isObject, type JsonObject } from '../manifest/json';
import type { Document } from '../manifest/input/document';
import { composeServices, isCompose } from './compose';
import { flyServices, isFly } from './fly';
import { isAppJson, isProcfileJson, procfileServices } from './procfile';
import { isRailway, railwayServices } from './railway';
import { isRender, renderServices } from './render';
import type { Service } from './service';

/** The services that a document tells a platform about; nothing where it is no file of a platform. */
export function servicesIn(document: Document, beside: readonly Document[]): readonly Service[] | undefined {
  const { file, json } = document;
  if (!isObject(json)) {
    return undefined;
  }
  if (isProcfileJson(json)) {
    return procfileServices(json, appJsonOf(file, beside));
  }
  if (isCompose(json)) {
    return composeServices(json);
  }
  if (isRender(json)) {
    return renderServices(json);
  }
  if (isFly(file, json)) {
    return flyServices(json);
  }
  return isRailway(file, json) ? railwayServices(json) : isAppJson(file, json) ? [] : undefined;
}

function appJsonOf(file: string, documents: readonly Document[]): JsonObject {
  const found = documents.find((document) => document.file === `${folderOf(file)}app.json`);
  return isObject(found?.json) ? found.json : {};
}

/** With the slash at its end; empty for a file that is named alone. */
function folderOf(file: string): string {
  return file.slice(0, file.lastIndexOf('/') + 1);
}
