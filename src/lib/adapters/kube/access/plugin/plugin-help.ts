/** What client-go adds to the error about a credential plugin that is not there; the plugin's own hint may follow. */
export const PLUGIN_HELP = `
It looks like you are trying to use a client-go credential plugin that is not installed.

To learn more about this feature, consult the documentation available at:
      https://kubernetes.io/docs/reference/access-authn-authz/authentication/#client-go-credential-plugins`
