{{- define "beekeeper.name" -}}
{{- $name := .Values.alias | default .Release.Name -}}
{{- if hasSuffix .Chart.Name $name }}{{ $name | trunc 50 }}{{ else }}{{ printf "%.40s-%s" $name .Chart.Name }}{{ end -}}
{{- end }}
{{- define "beekeeper.tool" -}}
{{- with .tool }}{{ .from | default "tools/none" }}{{ if .seal }}@{{ .seal }}{{ else }}:{{ regexReplaceAll "^v?latest$" (toString .which) (regexFind "^\\d+\\.\\d+" $.chart.AppVersion) }}{{ end }}{{ end -}}
{{- end }}
