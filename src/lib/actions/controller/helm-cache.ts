import {setupStep} from '../../errors/setup-error.js'
import {parseDuration} from '../../formats/duration/duration.js'

/** Flags about the cache of Helm indexes, absent where there is none; its durations are texts, as in Flux. */
export interface HelmCacheFlags {
  readonly 'helm-cache-max-size'?: number
  readonly 'helm-cache-ttl'?: string
  readonly 'helm-cache-purge-interval'?: string
}

/** Throws SetupError for a duration that is none; without a size there is no cache, and nobody reads them. */
export function checkHelmCache(flags: HelmCacheFlags): void {
  if ((flags['helm-cache-max-size'] ?? 0) <= 0) return
  setupStep('unable to parse Helm index cache item TTL', () => parseDuration(flags['helm-cache-ttl'] ?? '15m'))
  setupStep('unable to parse Helm index cache purge interval', () => parseDuration(flags['helm-cache-purge-interval'] ?? '1m'))
}
