{{- define "observatory.name" }}{{ .Values.alias | default (printf "%s-%s" .Release.Name .Chart.Name) | trunc 26 | trimSuffix "-" }}{{ end }}
{{- define "observatory.marks" }}
night: {{ .Release.Name }}
{{- with .Values.sky.marks }}
{{ toYaml . }}
{{- end }}
{{- end }}
{{- /* (top, condition on the cluster, then, else, what is wanted) */}}
{{- define "observatory.since" -}}
{{- $top := first . }}{{ $wanted := last . -}}
{{- $cluster := $top.Values.cluster | default $top.Capabilities.KubeVersion.Version -}}
{{- if not (kindIs "invalid" $wanted) }}{{ print $wanted }}{{ else }}{{ ternary (index . 2) (index . 3) (semverCompare (index . 1) $cluster) }}{{ end -}}
{{- end }}
