{{- define "gallery.ini" -}}
{{- $plain := list }}{{ $sections := list -}}
{{- range $section, $entries := .Values.ini -}}
{{- $lines := list -}}
{{- range $key, $value := $entries -}}
{{- if kindIs "slice" $value }}{{ $lines = append $lines (printf "%s = %s" $key (join " " $value)) -}}
{{- else if kindIs "string" $value }}{{ $lines = append $lines (print $key " = " (tpl $value $)) -}}
{{- else if kindIs "invalid" $value }}{{ $lines = append $lines (printf "; %s" $key) -}}
{{- else }}{{ $lines = append $lines (printf "%s = %v" $key $value) }}{{ end -}}
{{- end -}}
{{- if $section }}{{ $sections = append $sections (printf "[%s]\n%s" $section (join "\n" $lines)) }}{{ else }}{{ $plain = concat $plain $lines }}{{ end -}}
{{- end -}}
{{- concat $plain $sections | join "\n" -}}
{{- end }}
{{- define "gallery.word" -}}
{{- $there := lookup "v1" "Secret" .Release.Namespace (printf "%s-gallery" .Release.Name) }}
{{- if and $there $there.data }}{{ index $there.data "word" }}
{{- else if .Values.owner.word }}{{ .Values.owner.word | b64enc }}
{{- else }}{{ regexReplaceAll "." (randAlphaNum 12) "*" | b64enc }}{{ end -}}
{{- end }}
{{- define "gallery.env" -}}
{{- range $key := keys . | sortAlpha -}}
{{- $value := index $ $key }}
- name: {{ $key }}
  {{- if kindIs "map" $value }}
  valueFrom: {{ tpl (toYaml $value) (dict "Release" (dict "Name" "inner") "Template" (dict "BasePath" "x" "Name" "y")) | nindent 4 }}
  {{- else }}
  value: {{ $value | quote }}
  {{- end }}
{{- end }}
{{- end }}
