#!/bin/sh
# Calls Sundial's API. Usage: call.sh <site>, a personal access token on stdin.
site=$1
read -r token

# A query, with its input in the URL.
curl --fail-with-body --silent --show-error --get "$site/api/trpc/mentor.list" \
  --header "Authorization: Bearer $token" \
  --data-urlencode 'input={"json":{"sort":"earliest","limit":3}}' || exit 1
echo

# A mutation, with its input in the body.
curl --fail-with-body --silent --show-error "$site/api/trpc/account.update" \
  --header "Authorization: Bearer $token" \
  --header "Content-Type: application/json" \
  --data '{"json":{"timeZone":"Europe/Lisbon"}}'
