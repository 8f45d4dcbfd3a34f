{{- define "weather.called" }}{{ .Release.Name }}-{{ .Values.station.height }}{{ end }}
{{- define "weather.settings" -}}
{{- $read := tpl .Values.text . | fromYaml -}}
{{- $read = mergeOverwrite $read .Values.overlay -}}
{{ toYaml $read }}
{{- end }}
{{- define "weather.state" -}}
{{- $_ := set . "state" (ternary "covered" "open" (.Values.station.roof | default false)) -}}
{{- if eq .state "covered" }}{{ $_ := set . "dry" true }}{{ end -}}
{{- end }}
{{- define "weather.inside" -}}
{{- with .outer -}}
{{- $mixed := merge (dict "sensor" $.sensor) . -}}
{{ $mixed.sensor }}/{{ $mixed.Release.Name }}/{{ hasKey . "sensor" }}/{{ hasKey $mixed "Values" }}
{{- end -}}
{{- end }}
