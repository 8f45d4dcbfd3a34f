import type {BuiltObjects} from '../actions/build/build-objects.js'
import {printYaml} from '../formats/yaml/print.js'
import type {KubeObject} from '../ports/kube.js'

/** Objects as `flux build kustomization` prints them: a separator after each. */
export function renderBuild(objects: readonly KubeObject[]): string {
  return objects.map((object) => `${printYaml(object)}---\n`).join('')
}

/** What is worth a word on stderr: warnings of the build, and what the cluster would refuse although it was built here. */
export function buildNotes({
  warnings,
  unset,
  skippedSources,
}: Pick<BuiltObjects, 'warnings' | 'unset' | 'skippedSources'>): string[] {
  const notes = [
    ...warnings,
    ...unset.map(({object, message}) => `${object}: ${plain(message)} and empty here: the controller refuses it`),
  ]
  if (unset.length > 0 && skippedSources.length > 0) {
    notes.push(`not read in a dry run: ${skippedSources.join(', ')}; give them with --substitute-from FILE`)
  }
  return notes
}

/** `variable not set: "region"` without the words around it. */
const plain = (message: string) => `variable ${/"([^"]*)"$/.exec(message)?.[0] ?? message} is not set`
