{{- define "theatre.name" }}{{ list .Release.Name (.Values.alias | default .Chart.Name) | join "-" | trunc 40 | trimSuffix "-" }}{{ end }}
{{- define "theatre.address" -}}
{{- with .Values.house.sign }}{{ tpl . $ }}{{ else -}}
{{- $host := tpl .Values.house.street . | default (include "theatre.name" .) -}}
{{ .Values.house.lights.lit | ternary "https" "http" }}://{{ $host }}{{ if not .Values.house.street }}:{{ .Values.house.door | default 8443 }}{{ end }}/
{{- end }}
{{- end }}
{{- define "theatre.leaves" -}}
{{- $top := index . 0 }}{{ $who := index . 1 -}}
{{- $known := dict "never" "stays" "always" "goes" "rain" "goes in rain" -}}
{{- $when := $who.leaves | default "never" | lower -}}
{{- if not (hasKey $known $when) }}{{ printf "%s leaves %q in %s, which nobody knows" $who.who $when $top.Release.Name | fail }}{{ end -}}
{{ get $known $when }}
{{- end }}
{{- define "theatre.actor" -}}
{{- $who := .Values.troupe -}}
- who: {{ $who.who | quote }}
  id: {{ toYaml $who | sha256sum | trunc 10 | quote }}
  wears: {{ printf "%s:%v" $who.wears.from $who.wears.which }}
  hour: {{ (($who.pay).hour) }}
  day: {{ if ($who.pay).day }}{{ $who.pay.day.max | default "none" }}{{ else }}~{{ end }}
  says: {{ $who.says | default "#line" | replace "#" "##" | squote }}
  rests: {{ $who.rests }}
  leaves: {{ include "theatre.leaves" (list $ $who) }}
  {{- range $mark, $value := $who.marks }}
  {{ $mark }}: {{ $value | toString | quote }}
  {{- end }}
  {{- range $i, $other := $who.also }}
  with{{ $i }}: "{{ $other.who }} in {{ ($other.wears).from | default $who.wears.from }}{{ with ($other.wears).which }} {{ . }}{{ end }}"
  {{- end }}
{{- end }}
{{- define "theatre.opening" -}}
{{- $acts := toYaml .Values.play.acts }}
stage:
  {{- if not (contains "rules:" $acts) }}
  rules: {{- tpl .Values.play.rules . | nindent 4 }}
  {{- end }}
  {{- if not (regexMatch "(?m)^ *doors:" $acts) }}
  doors: {{- tpl .Values.play.doors . | nindent 4 }}
  {{- end }}
  seats: {{ .Values.house.seats }}
  words: "{{ .Values.house.words | join " " }}"
  address: {{ include "theatre.address" . | squote }}
  cast:
  {{- include "theatre.actor" . | nindent 2 }}
  {{- $outer := . }}
  {{- range $name, $guest := .Values.guests }}
  {{- $troupe := merge (deepCopy $guest) (dict "who" $name) (deepCopy $outer.Values.troupe) }}
  {{- $scene := dict "Release" $outer.Release "Chart" $outer.Chart "Template" $outer.Template "Values" (dict "house" $outer.Values.house "troupe" $troupe) }}
  {{- include "theatre.actor" $scene | nindent 2 }}
  {{- end }}
  {{- range $tour, $text := .Values.troupe.tours }}
  {{- tpl $text $ | nindent 2 }}
  {{- end }}
{{- range $sister, $has := .Values.sisters }}
{{ $sister }}:
  {{- with mustMergeOverwrite (dict "Values" (deepCopy $.Values)) (dict "Values" (dict "troupe" ($has.troupe | default dict))) (pick $ "Release" "Chart" "Template") }}
  {{- include "theatre.actor" . | nindent 2 }}
  {{- end }}
{{- end }}
{{- with .Values.play.guard }}
guard: {{ toYaml . | nindent 2 }}
{{- end }}
{{- end }}
