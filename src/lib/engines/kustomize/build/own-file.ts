import {yamlText} from '../../../formats/yaml/reader.js'
import {at, faultLine, fieldOf, type Place} from '../error.js'
import {joinPath} from '../files/closed-files.js'
import type {Loader} from '../files/loader.js'
import {lineIn, rootOf} from '../node/line-of.js'
import type {Node} from '../node/node.js'
import type {PluginContext} from '../plugins/plugin.js'
import type {Source} from '../resource/resource.js'
import type {BuildState} from './build-state.js'
import {placeIn} from './place.js'
import {readResources} from './read-resources.js'

/** The file of one kustomization: what faults and warnings point into, and what its paths are seen from. */
export class OwnFile {
  readonly path: string
  #root: Node | undefined

  constructor(
    private readonly loader: Loader,
    private readonly state: BuildState,
    readonly name: string,
    private readonly text: string,
  ) {
    this.path = joinPath(loader.root, name)
  }

  /** 1-based line of a field. */
  line(place: Place): number | undefined {
    if (place.length === 0) return undefined
    this.#root ??= rootOf(this.text)
    return this.#root && lineIn(this.#root, place)
  }

  /** For what a field makes. */
  source(place: Place): Source {
    return {file: this.path, line: this.line(place) ?? 1, document: 0}
  }

  place(place: Place): string {
    return placeIn(this.path, this.text, place, this.line(place))
  }

  /** Runs what a field of this kustomization asks for; faults are placed there. */
  at<T>(place: Place, action: () => T): T {
    return at(() => this.place(place), action)
  }

  warn(message: string, place: Place): void {
    this.state.warn({message, file: this.path, line: this.line(place)})
  }

  /** The text of a file that this kustomization names. */
  read(path: string): string {
    return yamlText(this.loader.load(path))
  }

  /** Reads such a file; faults are placed in it. */
  inFile<T>(path: string, action: (text: string) => T): T {
    const text = this.read(path)
    const file = joinPath(this.loader.root, path)
    return at(
      (error) => placeIn(file, text, fieldOf(error), faultLine(error)),
      () => action(text),
    )
  }

  context(): PluginContext {
    const {root} = this.loader
    return {
      schemas: this.state.schemas,
      load: (path) => this.read(path),
      loadBytes: (path) => this.loader.load(path),
      folder: root.slice(root.lastIndexOf('/') + 1),
      root,
      charts: this.state.charts,
      resources: (text) => readResources(text, this.state),
      warn: (message) => this.warn(message, []),
      warnAt: (message, place) => this.warn(message, place),
    }
  }
}
