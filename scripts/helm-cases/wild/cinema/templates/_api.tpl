{{- define "cinema.api" -}}
{{- $top := index . 0 }}{{ $versions := index . 1 -}}
{{- $found := "" -}}
{{- range $version := $versions -}}
{{- if and (empty $found) ($top.Capabilities.APIVersions.Has $version) }}{{ $found = $version }}{{ end -}}
{{- end -}}
{{- $found | default (last $versions) -}}
{{- end }}
{{- define "cinema.cluster" }}{{ .Values.floor | default .Capabilities.KubeVersion.Version }}{{ end }}
