// Generated from manifests/crds by `npm run gen`. Do not edit.

/**
 * Which service, its address and how to log in.
 */
export type ProviderSpec = {
  /**
   * Address of the service: of a webhook, of an API, or of a Git repository, as the type calls for. The key address of secretRef wins.
   */
  address?: string
  /**
   * Secret in the same namespace with ca.crt, and tls.crt and tls.key for client authentication.
   */
  certSecretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Channel, room, topic or the like at the service.
   */
  channel?: string
  /**
   * CEL expression that yields the name of a commit status, over event, alert and provider. Only for types that set a commit status.
   */
  commitStatusExpr?: string
  /**
   * Deprecated: not used any more.
   */
  interval?: string
  /**
   * Deprecated: use proxySecretRef. Address of an HTTP proxy.
   */
  proxy?: string
  /**
   * Secret in the same namespace with address and credentials of a proxy.
   */
  proxySecretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * Secret in the same namespace with address and credentials: token, username and password, headers, or the keys of a GitHub App.
   */
  secretRef?: {
    /**
     * Name of the Secret.
     */
    name: string
  }
  /**
   * ServiceAccount in the same namespace whose identity is shown to a cloud provider. Needs the feature gate ObjectLevelWorkloadIdentity.
   */
  serviceAccountName?: string
  /**
   * Send nothing until it is false again.
   */
  suspend?: boolean
  /**
   * Time limit of one notification; 15s when empty.
   */
  timeout?: string
  /**
   * The service.
   */
  type:
    | 'slack'
    | 'discord'
    | 'msteams'
    | 'rocket'
    | 'generic'
    | 'generic-hmac'
    | 'github'
    | 'gitlab'
    | 'gitea'
    | 'giteapullrequestcomment'
    | 'bitbucketserver'
    | 'bitbucket'
    | 'azuredevops'
    | 'googlechat'
    | 'googlepubsub'
    | 'webex'
    | 'sentry'
    | 'azureeventhub'
    | 'telegram'
    | 'lark'
    | 'matrix'
    | 'opsgenie'
    | 'alertmanager'
    | 'grafana'
    | 'githubdispatch'
    | 'githubpullrequestcomment'
    | 'gitlabmergerequestcomment'
    | 'pagerduty'
    | 'datadog'
    | 'nats'
    | 'zulip'
    | 'otel'
    | 'zoom'
    | 'incident.io'
  /**
   * Name under which messages appear. The key username of secretRef wins.
   */
  username?: string
}
