import {FluxError, LimitExceeded} from '../../../errors/flux-error.js'
import {joinPath} from '../files/closed-files.js'
import type {PartialInput} from './input.js'

/** Kustomizations that may be entered, and resources read, to learn what plugins read; a build may do more. */
const MAX_STEPS = 50_000
const LIMITS = {bytes: 32 * 1024 * 1024, resources: 20_000, values: 1_000_000, visits: 5_000}

/**
 * Builds the folders that hold configurations of plugins, as what a plugin reads may depend on what their patches, prefixes and replacements
 * make of a name.
 */
export class ConfigurationFolders {
  readonly #known = new Map<string, readonly string[]>()
  #steps = 0

  constructor(private readonly signal: AbortSignal | undefined) {}

  /** One text for each configuration; none where the folder that `folder` names `path` cannot be built: the build says why. */
  async texts(input: PartialInput, folder: string, path: string): Promise<readonly string[]> {
    const key = joinPath(folder, path)
    const known = this.#known.get(key)
    if (known !== undefined) return known
    const texts = await this.#built(input, folder, path)
    this.#known.set(key, texts)
    return texts
  }

  async #built(input: PartialInput, folder: string, path: string): Promise<readonly string[]> {
    const checkpoint = () => {
      if (++this.#steps > MAX_STEPS) throw new LimitExceeded('the folders of plugins are too many')
    }
    // only few kustomizations have such folders
    const {configurationTexts} = await import('../build/configurations.js')
    try {
      return configurationTexts(input, folder, path, {limits: LIMITS, signal: this.signal, checkpoint})
    } catch (error) {
      this.signal?.throwIfAborted()
      if (error instanceof FluxError || error instanceof RangeError) return []
      throw error
    }
  }
}
