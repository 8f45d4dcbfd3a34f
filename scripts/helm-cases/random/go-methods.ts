import fc from 'fast-check'

/** Methods and fields of the Go types that templates meet. */
export const goMethods = fc.constantFrom(
  ...[
    '(semver "1.2.3-rc.1+b").Major',
    '(semver "v1.2").Original',
    '(semver "1.2.3-rc.1+b").Metadata',
    '(semver "1.2.3").IncMinor',
  ],
  ...[
    '((semver "1.2.3").Compare (semver "1.3.0"))',
    '((semver "1.2.3").LessThan (semver "1.2.3"))',
    '((semver "1.2.3").SetPrerelease "a.1")',
  ],
  ...[
    '((semver "1.2.3").SetMetadata "x_y")',
    '(semver "1.2.3").String',
    '((semver "1.2.3").IncPatch).Patch',
    '(semver "1.2.3").Prerelease',
  ],
  ...[
    '(.Files.Lines "templates/a.yaml")',
    '(.Files.GetBytes "absent")',
    '(.Files.Glob "**").AsConfig',
    '(.Files.Glob "*/{a,b}*").AsSecrets',
  ],
  ...[
    '(.Capabilities.APIVersions.Has "v1")',
    '(.Capabilities.APIVersions.Has "apps/v1/Deployment")',
    '.Capabilities.KubeVersion.String',
  ],
  ...[
    '.Capabilities.KubeVersion.GitVersion',
    '.Capabilities.KubeVersion',
    '.Capabilities.HelmVersion.Version',
    '.Chart.IsRoot',
    '.Chart.Name',
  ],
  ...[
    '(.Values.PathValue "a.b")',
    '(.Values.Table "a")',
    '.Values.YAML',
    '.Values.AsMap',
    '.Chart.Metadata',
    '.Chart.Validate',
    '.Chart.Maintainers',
  ],
  ...[
    '(toDate "2006-01-02" "2024-05-06").Year',
    '((toDate "2006-01-02" "2024-05-06").AddDate 0 1 1)',
    '(toDate "2006-01-02" "2024-05-06").Weekday',
  ],
  ...[
    '((toDate "2006-01-02" "2024-05-06").Format "Mon")',
    '(toDate "2006-01-02" "2024-05-06").UTC.Unix',
    '(toDate "2006-01-02" "x").IsZero',
  ],
  ...[
    '(mustToDuration "90m").Hours',
    '((mustToDuration "1h31m").Round 3600000000000)',
    '(mustToDuration 5).String',
    '(urlParse "http://u@h/p?q#f").host',
  ],
  ...[
    '.Release.Service',
    '.Release.IsInstall',
    '.Release.Revision',
    '.Template.BasePath',
    '.Release.Time',
    '.Chart.Foo',
    '.Files.Foo',
    '.Values.Foo.Bar',
  ],
)
