import {boolFlag, listFlag, textFlag} from '../flags/flag-types.js'
import {createCommand} from './define.js'

export const createTenant = createCommand({
  words: 'tenant',
  summary: 'Create or update a tenant: its namespaces, and an account with rights in them',
  examples: ['flux create tenant dev-team --with-namespace apps --with-namespace staging --cluster-role admin'],
  flags: {
    'with-namespace': listFlag({delimiter: ',', summary: 'namespace of the tenant, can be repeated'}),
    'cluster-role': textFlag({default: 'cluster-admin', summary: 'ClusterRole of the tenant in its namespaces'}),
    'with-service-account': textFlag({summary: 'name of the account (default: the name of the tenant)'}),
    'skip-namespace': boolFlag({summary: 'the namespaces exist already'}),
  },
  run: async (ctx, options) => (await import('../../lib/actions/create/tenant.js')).createTenant(ctx, options),
})
