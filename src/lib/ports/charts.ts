import type {JsonValue} from '../formats/json/value.js'
import type {HttpRequest} from './http.js'

/** How a chart's repository is entered. */
export interface ChartAccess {
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** a docker config with the logins of registries, instead of that of the machine */
  readonly dockerConfig?: JsonValue | undefined
  readonly tls?: HttpRequest['tls'] | undefined
  /** credentials go to other hosts too that the index names */
  readonly passCredentials?: boolean | undefined
  /** registries over plain HTTP; `either`: over TLS that nobody vouches for, where the registry speaks it */
  readonly insecure?: boolean | 'either' | undefined
  /** address of a proxy, with its credentials, instead of the one of the environment */
  readonly proxy?: string | undefined
  readonly signal?: AbortSignal | undefined
}

export interface ChartWish extends ChartAccess {
  /** of the repository: `https://charts.example.com`, `oci://ghcr.io/owner/charts` */
  readonly url: string
  readonly chart: string
  /** a version or a range; empty for the newest one that is no prerelease */
  readonly version: string
  /** of a registry: a tag or digest that is taken as it is, whatever `version` says */
  readonly reference?: string | undefined
  /** of a registry, for an artifact of any kind: its first layer, or the first one of a media type; else it is the chart's */
  readonly layer?: {readonly mediaType?: string | undefined} | undefined
  /** of a registry: which of the tags a range may choose from */
  readonly tagFilter?: ((tag: string) => boolean) | undefined
}

export interface FetchedChart {
  readonly version: string
  /** the archive as it was published */
  readonly archive: Uint8Array
  /** `sha256:` and hex digits */
  readonly digest: string
  /** of a registry: the digest of its manifest, `sha256:` and hex digits */
  readonly manifest?: string | undefined
  /** where it came from */
  readonly url: string
}

/** Charts from where they are published. */
export interface ChartSource {
  /** @throws FluxError `no-chart`, `bad-index`, `fetch-failed` */
  pull(wish: ChartWish): Promise<FetchedChart>
}
