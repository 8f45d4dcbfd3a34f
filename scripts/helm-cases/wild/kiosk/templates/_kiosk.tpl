{{- define "kiosk.meta" -}}
name: {{ .name | trunc 20 | trimSuffix "-" }}
{{- $labels := merge (.labels | default dict) (.top.Values.labels | default dict) }}
{{- if $labels }}
labels:
  {{- range $k := keys $labels | sortAlpha }}
  {{ $k | quote }}: {{ get $labels $k | toString | regexReplaceAll "[^A-Za-z0-9._-]" "-" | trunc 10 | quote }}
  {{- end }}
{{- end }}
{{- end }}
{{- define "kiosk.spec" -}}
{{- $spec := dict "price" (.paper.price | default 1 | float64 | printf "%.2f") -}}
{{- with .paper.pages }}{{ $_ := set $spec "pages" (len .) }}{{ $_ := set $spec "last" (last .) }}{{ end -}}
{{- range $field := list "glossy" "tall" }}{{ if hasKey $.paper $field }}{{ $_ := set $spec $field (index $.paper $field) }}{{ end }}{{ end -}}
{{- range $k, $v := omit .paper "price" "pages" "glossy" "tall" }}{{ $_ := set $spec (camelcase $k | untitle) $v }}{{ end -}}
{{ toYaml $spec }}
{{- end }}
