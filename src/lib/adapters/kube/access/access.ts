/** How to reach one API server and as whom. */
export interface KubeAccess {
  /** Base address without trailing slash, e.g. `https://10.0.0.1:6443`. */
  readonly server: string
  readonly tls: {
    readonly ca?: string | undefined
    readonly cert?: string | undefined
    readonly key?: string | undefined
    readonly serverName?: string | undefined
    readonly insecure?: boolean | undefined
  }
  readonly proxy?: string | undefined
  /** Default namespace of the context. */
  readonly namespace?: string | undefined
  /** Headers that identify the caller; asked for before every request, `stale` after a 401. */
  readonly headers: (stale?: boolean) => Promise<Readonly<Record<string, string | string[]>>>
  /** Client certificates that only come with the credentials (exec plugins). */
  readonly clientCertificate?: (() => Promise<{cert: string; key: string} | undefined>) | undefined
  /** Ends what runs for the credentials. */
  readonly close?: (() => void) | undefined
}
