import {isObject} from '../../../formats/json/value.js'
import {parseYamlDocuments} from '../../../formats/yaml/parse.js'
import type {FileTree} from '../../../ports/files.js'
import type {KubeObject} from '../../../ports/kube.js'

const MAX_FILES = 20_000
/** What a release may need; files without these words are not parsed. */
const WANTED = /^\s*"?kind"?:\s*"?(?:HelmRelease|HelmRepository|HelmChart|OCIRepository|GitRepository|Bucket|ConfigMap|Secret)\b/m

/**
 * The HelmReleases, sources, ConfigMaps and Secrets that lie in the YAML files below a folder. Files that are no YAML, as
 * templates of charts, are passed by.
 */
export async function repositoryObjects(tree: FileTree, folder: string): Promise<KubeObject[]> {
  const objects: KubeObject[] = []
  let files = 0
  const visit = async (path: string): Promise<void> => {
    for (const entry of await tree.list(path)) {
      const below = path === '' ? entry.name : `${path}/${entry.name}`
      if (entry.type === 'directory') {
        if (entry.name !== '.git' && entry.name !== 'node_modules') await visit(below)
      } else if (entry.type === 'file' && /\.ya?ml$/i.test(entry.name) && ++files <= MAX_FILES) {
        objects.push(...objectsIn(Buffer.from(await tree.read(below)).toString('utf8'), below))
      }
    }
  }
  await visit(folder)
  return objects
}

/** The objects of one YAML text; none when it is no YAML. */
export function objectsIn(text: string, file: string): KubeObject[] {
  if (!WANTED.test(text)) return []
  try {
    return parseYamlDocuments(text, {file}).flatMap(({value}) =>
      isObject(value) && isObject(value.metadata) && typeof value.kind === 'string' ? [value as unknown as KubeObject] : [],
    )
  } catch {
    return []
  }
}
