import { readdir } from 'node:fs/promises';
import type { Resource } from './resource.ts';

const folder = new URL('../resources/', import.meta.url);

/** Every resource, found by scanning the folder: a new file is a new resource. */
export const loadResources = async (): Promise<Resource[]> => {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.ts')).sort();
  const modules = await Promise.all(
    names.map((name) => import(new URL(name, folder).href) as Promise<{ default: Resource }>),
  );
  return modules.map((module) => module.default);
};
