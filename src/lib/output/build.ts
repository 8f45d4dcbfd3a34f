import type {BuiltObjects} from '../actions/build/build-objects.js'
import {printYaml} from '../formats/yaml/print.js'
import type {KubeObject} from '../ports/kube.js'

/** Objects as `flux build kustomization` prints them: a separator after each. */
export function renderBuild(objects: readonly KubeObject[]): string {
  return objects.map((object) => `${printYaml(object)}---\n`).join('')
}

type Told = Pick<BuiltObjects, 'unset' | 'skippedSources'>

/** Lines for stderr: what the cluster would refuse although it was built here. */
export function buildNotes({unset, skippedSources}: Told): string {
  const sources = [...new Set(skippedSources)].join(', ')
  const then = sources === '' ? 'the controller refuses it' : `the controller refuses it unless ${sources} sets it`
  const notes = unset.map(({object, message}) => `${object}: ${plain(message)} and empty here: ${then}`)
  if (unset.length > 0 && sources !== '') notes.push(`not read in a dry run: ${sources}; give them with --substitute-from FILE`)
  return notes.map((note) => `⚠️ ${note}\n`).join('')
}

/** `variable not set: "region"` without the words around it. */
const plain = (message: string) => `variable ${/"([^"]*)"$/.exec(message)?.[0] ?? message} is not set`
