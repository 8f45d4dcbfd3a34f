import type {FluxError} from '../../../errors/flux-error.js'
import {at, belowOf, faultLine, fieldOf, type Place} from '../error.js'
import {joinPath} from '../files/closed-files.js'
import {fileText} from '../files/file-text.js'
import {isRemoteFile, type Loader} from '../files/loader.js'
import type {Sources} from '../generate/key-values.js'
import {lineIn, lineOf, nodeAt, rootOf} from '../node/line-of.js'
import {LITERAL, type Node} from '../node/node.js'
import type {PluginContext} from '../plugins/plugin.js'
import type {Source} from '../resource/place.js'
import {lineText, placeIn} from '../resource/place.js'
import type {Resource} from '../resource/resource.js'
import {inFile} from '../transform/patches.js'
import type {BuildState} from './build-state.js'
import {readResources} from './read-resources.js'

/** The file of one kustomization: what faults and warnings point into, and what its paths are seen from. */
export class OwnFile {
  readonly path: string
  #root: Node | undefined
  /** files that were not read to their end */
  readonly #cut = new Set<string>()
  /** the texts that plugins' configurations were read from, when those stand in this file */
  readonly #inline = new Map<Resource, Place>()

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
    const root = this.#document()
    return root && lineIn(root, place)
  }

  #document(): Node | undefined {
    this.#root ??= rootOf(this.text)
    return this.#root
  }

  /** For what a field makes. */
  source(place: Place): Source {
    return {file: this.path, line: this.line(place) ?? 1, document: 0}
  }

  /** Says that a text in this file is the configuration. */
  holds(config: Resource, place: Place): void {
    config.source = this.source(place)
    this.#inline.set(config, place)
  }

  /** Where a plugin's configuration stands, or the field of it that an error is about. */
  placeOfConfig(config: Resource, list: string, error?: FluxError): string {
    const {node, source} = config
    const field = error === undefined ? [] : fieldOf(error)
    const inline = this.#inline.get(config)
    if (inline !== undefined && field.length > 0) return this.placeInText(inline, field)
    if (source === undefined || source.file === '' || node === undefined) return this.place(inline ?? [list])
    return field.length === 0 ? placeIn(source.file, '', [], source.line) : placeIn(source.file, '', field, lineIn(node, field))
  }

  place(place: Place): string {
    return placeIn(this.path, this.text, place, this.line(place))
  }

  /** Runs what a field of this kustomization asks for; faults are placed there. */
  at<T>(place: Place, action: () => T): T {
    return at((error) => this.place([...place, ...belowOf(error)]), action)
  }

  warn(message: string, place: Place): void {
    this.state.warn({message, file: this.path, line: this.line(place)})
  }

  /** A file as it is shown: addresses stay as they are. */
  #nameOf(path: string): string {
    return isRemoteFile(path) ? path : joinPath(this.loader.root, path)
  }

  /** The text of a file that this kustomization names. */
  read(path: string): string {
    return this.#text(path, this.loader.load(path))
  }

  #text(path: string, bytes: Uint8Array): string {
    return fileText(bytes, () => {
      if (this.#cut.has(path)) return
      this.#cut.add(path)
      this.state.warn({message: 'of a file in UTF-16 only the first document is read', file: this.#nameOf(path)})
    })
  }

  /** A place in such a file. */
  placeInFile(path: string, place: Place, line?: number): string {
    return placeIn(this.#nameOf(path), this.read(path), place, line)
  }

  /** A place in a text that a field of this kustomization holds. */
  placeInText(field: Place, place: Place, line?: number): string {
    const node = nodeAt(this.#document(), field)
    const own = node !== undefined && node.style === LITERAL ? (line ?? lineOf(node.value, place)) : undefined
    return placeIn(this.path, this.text, [...field, ...place], own === undefined ? this.line(field) : node!.line + own)
  }

  /** Reads such a file; faults are placed in it. */
  inFile<T>(path: string, action: (text: string) => T): T {
    const text = this.read(path)
    const file = this.#nameOf(path)
    return at(
      (error) => placeIn(file, text, [...fieldOf(error), ...belowOf(error)], faultLine(error)),
      () => action(text),
    )
  }

  /** The objects of such a file. */
  resources(path: string): Resource[] {
    const bytes = this.loader.load(path)
    this.state.count(bytes.length)
    const file = this.#nameOf(path)
    try {
      return at(
        (error) => `${file}${lineText(faultLine(error))}`,
        () => readResources(this.#text(path, bytes), this.state, file),
      )
    } catch (error) {
      throw inFile(error, path)
    }
  }

  /** What the generators of this kustomization read from. */
  get sources(): Sources {
    return {
      load: (path) => this.loader.load(path),
      placeOf: (path, line) => `${this.#nameOf(path)}${lineText(line)}`,
      grow: this.state.grow,
    }
  }

  context(): PluginContext {
    const {root} = this.loader
    return {
      schemas: this.state.schemas,
      load: (path) => this.read(path),
      placeIn: (path, place, line) => this.placeInFile(path, place, line),
      inFile: (path, action) => this.inFile(path, action),
      placeInText: (field, place, line) => this.placeInText(field, place, line),
      sources: this.sources,
      folder: root.slice(root.lastIndexOf('/') + 1),
      root,
      charts: this.state.charts,
      resources: (text) => readResources(text, this.state),
      warn: (message) => this.warn(message, []),
      warnAt: (message, place) => this.warn(message, place),
      warnIn: (path, message, place) =>
        this.state.warn({message, file: this.#nameOf(path), line: lineOf(this.read(path), place)}),
    }
  }
}
