import {printYaml} from '../../../formats/yaml/print.js'
import {ClosedFiles} from '../files/closed-files.js'
import {Loader} from '../files/loader.js'
import type {PartialInput} from '../load/input.js'
import {jsonOf} from '../node/json-of.js'
import type {BuildOptions} from './build.js'
import {BuildState} from './build-state.js'
import {Target} from './target.js'

/**
 * The configurations of plugins, one text for each, as the kustomization of the folder that `folder` names `path` makes them: with its
 * patches, prefixes and replacements.
 * @throws FluxError when they cannot be built
 */
export function configurationTexts(input: PartialInput, folder: string, path: string, options: BuildOptions): string[] {
  const state = new BuildState(options)
  const files = new ClosedFiles(input.files, input.root)
  const loaderAt = (place: string) => Loader.atFolder(files, input.remotes, 'none', place)
  Target.read(loaderAt(input.path), state).chooseSchemas(true)
  const target = Target.read(loaderAt(folder).enter(path), state)
  target.chooseSchemas(false)
  return target.accumulate().map.resources.map(({node}) => printYaml(jsonOf(node!)))
}
