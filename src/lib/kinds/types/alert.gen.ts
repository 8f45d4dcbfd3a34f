// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which events to send, and where.
 */
export type AlertSpec = {
  /**
   * Facts that are added to every event, e.g. the name of the cluster; they win over annotations of the object, and what the controller says wins over them.
   */
  eventMetadata?: {
    [k: string]: string
  }
  /**
   * info sends everything, error only failures.
   */
  eventSeverity?: 'info' | 'error'
  /**
   * The objects whose events are sent.
   *
   * Items: One object, or all of a kind.
   */
  eventSources: {
    /**
     * apiVersion of the object; not looked at.
     */
    apiVersion?: string
    /**
     * Kind of the object.
     */
    kind:
      | 'Bucket'
      | 'GitRepository'
      | 'Kustomization'
      | 'HelmRelease'
      | 'HelmChart'
      | 'HelmRepository'
      | 'ImageRepository'
      | 'ImagePolicy'
      | 'ImageUpdateAutomation'
      | 'OCIRepository'
      | 'ArtifactGenerator'
      | 'ExternalArtifact'
    /**
     * Labels that the object must have.
     */
    matchLabels?: {
      [k: string]: string
    }
    /**
     * Name of the object, '*' for all.
     */
    name: string
    /**
     * Its namespace; the own one when empty. --no-cross-namespace-refs forbids others.
     */
    namespace?: string
  }[]
  /**
   * Regular expressions; events whose message matches one of them are not sent.
   *
   * Items: One regular expression, RE2 syntax.
   */
  exclusionList?: string[]
  /**
   * Regular expressions; only events whose message matches one of them are sent. All when empty.
   *
   * Items: One regular expression, RE2 syntax.
   */
  inclusionList?: string[]
  /**
   * The Provider, in the same namespace.
   */
  providerRef: {
    /**
     * Name of the Provider.
     */
    name: string
  }
  /**
   * Deprecated: use eventMetadata.summary. A short text about the importance of the event.
   */
  summary?: string
  /**
   * Send nothing until it is false again.
   */
  suspend?: boolean
}
