{{- define "db.host" -}}
{{ printf "%s-%s" .Release.Name (default "postgresql" .Values.nameOverride) }}.{{ .Release.Namespace }}
{{- end }}
