/** What an installation is to be like (cli reference 3.1 and 3.2). */
export interface InstallOptions {
  readonly namespace: string
  /** release of the distribution, with `v` */
  readonly version: string
  /** controllers in the order of the manifests */
  readonly components: readonly string[]
  /** where the images are; empty: as the bases name them */
  readonly registry: string
  /** our own images in that registry, with this tag, for the controllers that there are any of; the others are CNCF's */
  readonly native?: {readonly tag: string; readonly components: readonly string[]} | undefined
  /** Secret that the images are pulled with; empty: none */
  readonly imagePullSecret: string
  readonly watchAllNamespaces: boolean
  readonly networkPolicy: boolean
  readonly logLevel: string
  readonly clusterDomain: string
  readonly tolerationKeys: readonly string[]
}
