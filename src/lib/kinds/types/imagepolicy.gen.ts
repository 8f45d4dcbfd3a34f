// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which tags to look at and which of them is the best.
 */
export type ImagePolicySpec = {
  /**
   * Whether the digest of the chosen tag is looked up: at every interval (Always), when the tag changes (IfNotPresent), or never.
   */
  digestReflectionPolicy?: 'Always' | 'IfNotPresent' | 'Never'
  /**
   * Which tags are looked at; all when empty.
   */
  filterTags?: {
    /**
     * What the policy compares instead of the tag: a replacement text with groups of the pattern, e.g. $ts.
     */
    extract?: string
    /**
     * Regular expression, RE2 syntax; only tags that match are looked at.
     */
    pattern?: string
  }
  /**
   * The ImageRepository whose tags are looked at. In another namespace its spec.accessFrom must allow it.
   */
  imageRepositoryRef: {
    /**
     * Name of the ImageRepository.
     */
    name: string
    /**
     * Its namespace; the own one when empty.
     */
    namespace?: string
  }
  /**
   * Time between two looks at the digest. Must be there with digestReflectionPolicy Always, and must not with the others.
   */
  interval?: string
  /**
   * How tags are compared: the first of semver, alphabetical and numerical that is there.
   */
  policy: {
    /**
     * Compare tags as text.
     */
    alphabetical?: {
      /**
       * Whether the last (asc) or the first (desc) of the sorted tags is the best.
       */
      order?: 'asc' | 'desc'
    }
    /**
     * Compare tags as numbers.
     */
    numerical?: {
      /**
       * Whether the greatest (asc) or the smallest (desc) number is the best.
       */
      order?: 'asc' | 'desc'
    }
    /**
     * Compare tags as versions; the newest within the range is the best.
     */
    semver?: {
      /**
       * Range of versions, e.g. 1.x or >=1.2.0 <2.0.0. Pre-releases count only when the range names one.
       */
      range: string
    }
  }
  /**
   * Stop choosing until it is false again.
   */
  suspend?: boolean
}

/**
 * What the last run found.
 */
export type ImagePolicyStatus = {
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
   * Value of the annotation reconcile.fluxcd.io/requestedAt that was last acted upon.
   */
  lastHandledReconcileAt?: string
  /**
   * The image that was chosen last.
   */
  latestRef?: {
    /**
     * Its digest, when it was looked up.
     */
    digest?: string
    /**
     * Name without tag.
     */
    name: string
    /**
     * The tag.
     */
    tag: string
  }
  /**
   * The last generation of the object that was brought to a final state.
   */
  observedGeneration?: number
  /**
   * The image that was chosen before that one.
   */
  observedPreviousRef?: {
    /**
     * Its digest, when it was looked up.
     */
    digest?: string
    /**
     * Name without tag.
     */
    name: string
    /**
     * The tag.
     */
    tag: string
  }
}
