import {isObject, type JsonObject} from '../../formats/json/value.js'
import {parseYamlDocuments} from '../../formats/yaml/parse.js'
import {printYaml} from '../../formats/yaml/print.js'
import {yamlText} from '../../formats/yaml/reader.js'
import type {FileTree} from '../../ports/files.js'

const NAMES = ['kustomization.yaml', 'kustomization.yml', 'Kustomization']

/**
 * A kustomization.yaml for a folder that has none: its files that hold Kubernetes objects, and its folders that are
 * kustomizations themselves (cli reference 3.1, "Files committed").
 */
export async function kustomizationFile(tree: FileTree, folder: string): Promise<string> {
  const resources = await resourcesIn(tree, folder, '')
  const file: JsonObject = {apiVersion: 'kustomize.config.k8s.io/v1beta1', kind: 'Kustomization', resources}
  return printYaml(file)
}

async function resourcesIn(tree: FileTree, folder: string, prefix: string): Promise<string[]> {
  const found: string[] = []
  for (const {name, type} of await tree.list(folder)) {
    const path = `${folder}/${name}`
    if (type === 'file' && (await holdsObjects(tree, path))) found.push(prefix + name)
    if (type !== 'directory') continue
    const names = (await tree.list(path)).map((entry) => entry.name)
    if (NAMES.some((own) => names.includes(own))) found.push(prefix + name)
    else found.push(...(await resourcesIn(tree, path, `${prefix}${name}/`)))
  }
  return found
}

async function holdsObjects(tree: FileTree, path: string): Promise<boolean> {
  try {
    const documents = parseYamlDocuments(yamlText(await tree.read(path)))
    return documents.length > 0 && documents.every(({value}) => isObject(value) && typeof value.kind === 'string')
  } catch {
    return false
  }
}
