// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Where the artifact comes from.
 */
export type ExternalArtifactSpec = {
  /**
   * The object that the artifact is made from, whose controller keeps the status up to date.
   */
  sourceRef?: {
    /**
     * apiVersion of the object.
     */
    apiVersion?: string
    /**
     * Kind of the object.
     */
    kind: string
    /**
     * Name of the object.
     */
    name: string
    /**
     * Namespace of the object; the own one when empty.
     */
    namespace?: string
  }
}

/**
 * What the controller that makes the artifact has published.
 */
export type ExternalArtifactStatus = {
  /**
   * The newest artifact.
   */
  artifact?: {
    /**
     * Digest of the stored file, algorithm:hex.
     */
    digest: string
    /**
     * When the file was written.
     */
    lastUpdateTime: string
    /**
     * Further facts, e.g. annotations of an OCI image.
     */
    metadata?: {
      [k: string]: string
    }
    /**
     * Path of the file in the store.
     */
    path: string
    /**
     * What was fetched, in a form that people can trace back.
     */
    revision: string
    /**
     * Size of the file in bytes.
     */
    size?: number
    /**
     * Address from which the file can be had.
     */
    url: string
  }
  /**
   * What that controller last found, one entry per condition type.
   *
   * Items: One aspect of the observed state.
   */
  conditions?: {
    /**
     * When status, reason or message last changed.
     */
    lastTransitionTime: string
    /**
     * Details for people.
     */
    message: string
    /**
     * The metadata.generation at which this was found.
     */
    observedGeneration?: number
    /**
     * One CamelCase word that programs can match on.
     */
    reason: string
    /**
     * True, False or Unknown.
     */
    status: 'True' | 'False' | 'Unknown'
    /**
     * Name of the condition, CamelCase or domain/CamelCase.
     */
    type: string
  }[]
}
