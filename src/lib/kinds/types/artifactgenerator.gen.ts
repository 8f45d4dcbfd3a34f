// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Where the files come from and which artifacts they make.
 */
export type ArtifactGeneratorSpec = {
  /**
   * The artifacts to make, one ExternalArtifact each.
   *
   * @minItems 1
   * @maxItems 1000
   *
   * Items: One artifact, or with pathPattern one for each folder that matches.
   */
  artifacts: {
    /**
     * What is copied into the artifact, in this order; later copies win.
     *
     * @minItems 1
     *
     * Items: One copy, as cp -r does it.
     */
    copy: {
      /**
       * Patterns of files that are not copied, matched against the path in the source, the path below the fixed part of from, and, without a slash, the file name.
       *
       * @maxItems 100
       *
       * Items: One pattern.
       */
      exclude?: string[]
      /**
       * What to copy: @alias/path of a file or folder, or with wildcards. Captures of pathPattern are written {name}.
       */
      from: string
      /**
       * What happens when the file is there already: it is replaced (Overwrite, when empty) or merged as YAML (Merge). Extract unpacks tar.gz files instead of copying them.
       */
      strategy?: 'Overwrite' | 'Merge' | 'Extract'
      /**
       * Where to: @artifact/path. A path that ends in a slash is a folder. Captures of pathPattern are written {name}.
       */
      to: string
    }[]
    /**
     * Name of the ExternalArtifact. With pathPattern it may hold captures, written {name}.
     */
    name: string
    /**
     * @alias of the source whose origin revision is noted in the artifact's metadata.
     */
    originRevision?: string
    /**
     * @alias of the source whose revision the artifact takes; the digest of its files when empty.
     */
    revision?: string
  }[]
  /**
   * Labels and annotations for the ExternalArtifacts.
   */
  commonMetadata?: {
    /**
     * Annotations for every object.
     */
    annotations?: {
      [k: string]: string
    }
    /**
     * Labels for every object.
     */
    labels?: {
      [k: string]: string
    }
  }
  /**
   * @alias/pattern of folders in a source, where {name} stands for one folder name. The artifacts are made once for every folder that matches.
   */
  pathPattern?: string
  /**
   * The sources that files are copied from.
   *
   * @minItems 1
   * @maxItems 1000
   *
   * Items: One source.
   */
  sources: {
    /**
     * Short name of the source, used by all that follows.
     */
    alias: string
    /**
     * Kind of the source.
     */
    kind: 'Bucket' | 'GitRepository' | 'OCIRepository' | 'HelmChart' | 'ExternalArtifact'
    /**
     * Name of the source.
     */
    name: string
    /**
     * Its namespace; the own one when empty. --no-cross-namespace-refs forbids others.
     */
    namespace?: string
  }[]
}

/**
 * What the last run found.
 */
export type ArtifactGeneratorStatus = {
  /**
   * What the last run found, one entry per condition type.
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
  /**
   * The ExternalArtifacts that were made and are deleted when they are not made any more.
   *
   * Items: One ExternalArtifact.
   */
  inventory?: {
    /**
     * Digest of its file.
     */
    digest: string
    /**
     * Name of its file in the store.
     */
    filename: string
    /**
     * Name of the object.
     */
    name: string
    /**
     * Namespace of the object.
     */
    namespace: string
  }[]
  /**
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * Digest over revision, digest and address of all sources, from which changes are known.
   */
  observedSourcesDigest?: string
}
