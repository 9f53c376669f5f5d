# Each block spoils the good sample in one way. Its first line names the shape (or the query of ontology/shapes) that
# must complain, the node it must name and, for queries, how the complaint begins. The prefixes are those of good.ttl.

## ClaimedThing-claim @ event:meeting
DELETE WHERE { event:meeting dm:hasClaim ?x }
## Claim-about @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:about ?x }
## Claim-claimOf @ claim:meeting-1
INSERT DATA { event:talks dm:hasClaim claim:meeting-1 }
## Claim-passage @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:passage ?x }
## Claim-article @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:claimedIn ?x }
## Claim-sameArticle @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:claimedIn ?x } ; INSERT DATA { claim:meeting-1 dm:claimedIn article:a2 . article:a2 a dm:Article }
## Claim-claimedStatus @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:claimedStatus ?x } ; INSERT DATA { claim:meeting-1 dm:claimedStatus role:actor }
## Claim-certainty @ claim:meeting-1
INSERT DATA { claim:meeting-1 dm:certainty certainty:doubtful }
## Claim-voice @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:voice ?x }
## Claim-speaker @ claim:attack-1
INSERT DATA { claim:attack-1 dm:attributedTo "a minister" }
## Claim-confidence @ claim:meeting-1
DELETE WHERE { claim:meeting-1 dm:confidence ?x } ; INSERT DATA { claim:meeting-1 dm:confidence 1.2 }
## Claim-run @ claim:meeting-1
DELETE WHERE { claim:meeting-1 prov:wasGeneratedBy ?x }
## Run-program @ run:r1
DELETE WHERE { run:r1 dm:program ?x }
## Run-programVersion @ run:r1
DELETE WHERE { run:r1 dm:programVersion ?x }
## Run-pipeline @ run:r1
DELETE WHERE { run:r1 dm:pipeline ?x }
## Passage-type @ passage:1
DELETE WHERE { passage:1 a oa:SpecificResource }
## Passage-source @ passage:1
DELETE WHERE { passage:1 oa:hasSource ?x }
## Passage-quote @ passage:1
INSERT DATA { passage:1 dm:quote "something else" }
## Position-start @ position:1
DELETE WHERE { position:1 oa:start ?x } ; INSERT DATA { position:1 oa:start -1 }
## Position-end @ position:1
DELETE WHERE { position:1 oa:end ?x }
## Position-order @ position:1
DELETE WHERE { position:1 oa:start ?x } ; INSERT DATA { position:1 oa:start 5000 }
## Quote-exact @ quote:1
DELETE WHERE { quote:1 oa:exact ?x }
## Quote-prefix @ quote:1
INSERT DATA { quote:1 oa:prefix "one", "two" }
## Quote-suffix @ quote:1
INSERT DATA { quote:1 oa:suffix "one", "two" }
## QuotedPassage-quote @ passage:1
DELETE WHERE { passage:1 dm:quote ?x }
## Article-title @ article:a1
DELETE WHERE { article:a1 dct:title ?x }
## Article-issued @ article:a1
INSERT DATA { article:a1 dct:issued "2016"^^xsd:gYear }
## Article-dated @ article:a1
DELETE WHERE { article:a1 dct:issued ?x }
## Article-language @ article:a1
DELETE WHERE { article:a1 dct:language ?x }
## Article-sha256 @ article:a1
DELETE WHERE { article:a1 dm:sha256 ?x } ; INSERT DATA { article:a1 dm:sha256 "abc" }
## Article-length @ article:a1
DELETE WHERE { article:a1 dm:textLength ?x }
## Article-source @ article:a1
INSERT DATA { article:a1 dct:source "a newspaper" }
## Entity-label @ entity:depot
DELETE WHERE { entity:depot rdfs:label ?x }
## Entity-named @ entity:depot
DELETE WHERE { entity:depot dm:named ?x }
## Entity-mentionedIn @ entity:depot
DELETE WHERE { entity:depot dm:mentionedIn ?x }
## Entity-mention @ entity:depot
DELETE WHERE { entity:depot dm:mention ?x }
## Eventuality-label @ event:talks
DELETE WHERE { event:talks rdfs:label ?x }
## Eventuality-eventType @ event:talks
DELETE WHERE { event:talks dm:eventType ?x }
## Eventuality-ploverType @ event:talks
INSERT DATA { event:talks dm:ploverType plover:AGREE }
## Eventuality-derivedPloverType @ event:talks
INSERT DATA { event:talks dm:derivedPloverType plover:CONSULT }
## Eventuality-context @ event:meeting
INSERT DATA { event:meeting dm:context role:actor }
## Eventuality-ploverMode @ event:shelling
INSERT DATA { event:shelling dm:ploverMode mode:ASSAULT-aerial }
## Eventuality-status @ event:talks
DELETE WHERE { event:talks dm:status ?x }
## Eventuality-time @ event:meeting
INSERT DATA { event:meeting dm:hasTime span:june }
## Eventuality-inMonth @ event:meeting
DELETE WHERE { event:meeting dm:inMonth ?x } ; INSERT DATA { event:meeting dm:inMonth "May 2016" }
## Eventuality-participation @ event:meeting
INSERT DATA { event:meeting dm:hasParticipation entity:envoys }
## Eventuality-actor @ event:meeting
INSERT DATA { event:meeting dm:hasActor "envoys" }
## Eventuality-recipient @ event:meeting
INSERT DATA { event:meeting dm:hasRecipient article:a1 }
## Eventuality-place @ event:meeting
INSERT DATA { event:meeting dm:tookPlaceAt "Andorra" }
## Eventuality-placeIsPlace @ event:meeting
INSERT DATA { event:meeting dm:tookPlaceAt entity:river-front }
## Event-actual @ event:meeting
DELETE WHERE { event:meeting dm:status ?x } ; INSERT DATA { event:meeting dm:status status:planned }
## Planned-planned @ event:talks
DELETE WHERE { event:talks dm:status ?x } ; INSERT DATA { event:talks dm:status status:actual }
## Possible-possible @ event:attack
DELETE WHERE { event:attack dm:status ?x } ; INSERT DATA { event:attack dm:status status:actual }
## Negated-negated @ event:freeing
DELETE WHERE { event:freeing dm:status ?x } ; INSERT DATA { event:freeing dm:status status:actual }
## Typed-isEventuality @ event:talks
DELETE WHERE { event:talks a ?x }
## Statement-speaker @ statement:said
DELETE WHERE { statement:said dm:speaker ?x }
## Statement-quoted @ statement:said
DELETE WHERE { statement:said dm:quoted ?x }
## Statement-content @ statement:said
DELETE WHERE { statement:said dm:contentPassage ?x }
## Participation-participant @ participation:meeting-actor
DELETE WHERE { participation:meeting-actor dm:participant ?x }
## Participation-placePrecision @ participation:meeting-place
INSERT DATA { participation:meeting-place dm:placePrecision precision:exact }
## Participation-role @ participation:meeting-actor
DELETE WHERE { participation:meeting-actor dm:role ?x }
## Participation-evidence @ participation:meeting-actor
DELETE WHERE { participation:meeting-actor dm:evidence ?x }
## Participation-eventuality @ participation:meeting-actor
DELETE WHERE { participation:meeting-actor dm:participationIn ?x }
## Participation-back @ participation:meeting-actor
DELETE WHERE { event:meeting dm:hasParticipation participation:meeting-actor }
## TimeSpan-text @ span:monday
DELETE WHERE { span:monday dm:timeText ?x }
## TimeSpan-evidence @ span:monday
DELETE WHERE { span:monday dm:evidence ?x }
## TimeSpan-earliest @ span:monday
INSERT DATA { span:monday dm:earliest "2016-05-15"^^xsd:date }
## TimeSpan-latest @ span:monday
INSERT DATA { span:monday dm:latest "2016-05-17"^^xsd:date }
## Situation-subject @ situation:office
DELETE WHERE { situation:office dm:situationSubject ?x }
## Situation-object @ situation:office
INSERT DATA { situation:office dm:situationObject entity:andorra }
## Situation-relationType @ situation:office
DELETE WHERE { situation:office dm:relationType ?x }
## Situation-status @ situation:office
DELETE WHERE { situation:office dm:status ?x }
## Situation-label @ situation:office
DELETE WHERE { situation:office rdfs:label ?x }
## Situation-time @ situation:alliance
INSERT DATA { situation:alliance dm:hasTime span:june }
## Situation-attestedOn @ situation:office
INSERT DATA { situation:office dm:attestedOn "2016"^^xsd:gYear }
## Situation-office @ situation:office
INSERT DATA { situation:office dm:officeTitle "president"@en }
## Strength-quantity @ situation:strength
DELETE WHERE { situation:strength dm:quantity ?x }
## Quantity-text @ quantity:fighters
DELETE WHERE { quantity:fighters dm:quantityText ?x }
## Quantity-minimum @ quantity:fighters
DELETE WHERE { quantity:fighters dm:minimum ?x } ; INSERT DATA { quantity:fighters dm:minimum "many" }
## Quantity-maximum @ quantity:fighters
INSERT DATA { quantity:fighters dm:maximum 400.0 }
## Quantity-value @ quantity:fighters
INSERT DATA { quantity:fighters dm:value 301.0 }
## Quantity-order @ quantity:fighters
DELETE WHERE { quantity:fighters dm:maximum ?x } ; INSERT DATA { quantity:fighters dm:maximum 10.0 }
## Quantity-approximate @ quantity:fighters
DELETE WHERE { quantity:fighters dm:approximate ?x }
## Quantity-of @ quantity:fighters
INSERT DATA { quantity:fighters dm:quantityOf "the group" }
## Link-entity @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:linkedEntity ?x }
## Link-target @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:linkTarget ?x } ; INSERT DATA { link:a1-andorra dm:linkTarget <https://www.wikidata.org/wiki/Q228> }
## Link-label @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:linkLabel ?x }
## Link-confidence @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:confidence ?x }
## Link-reason @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:reason ?x }
## Link-catalogue @ link:a1-andorra
DELETE WHERE { link:a1-andorra dm:catalogueVersion ?x }
## RefusedLink-entity @ link:a1-exampleland
DELETE WHERE { link:a1-exampleland dm:linkedEntity ?x }
## RefusedLink-target @ link:a1-exampleland
INSERT DATA { link:a1-exampleland dm:linkTarget <http://www.wikidata.org/entity/Q228> }
## RefusedLink-reason @ link:a1-exampleland
DELETE WHERE { link:a1-exampleland dm:reason ?x }
## RefusedLink-catalogue @ link:a1-exampleland
DELETE WHERE { link:a1-exampleland dm:catalogueVersion ?x }
## Link-match @ link:a1-andorra
DELETE WHERE { entity:andorra skos:exactMatch ?x }
## Record-item @ record:Q228
DELETE WHERE { record:Q228 foaf:primaryTopic ?x }
## Record-source @ record:Q228
DELETE WHERE { record:Q228 owl:versionInfo ?x }
## Record-day @ record:Q228
INSERT DATA { record:Q228 dct:date "2016-06-02"^^xsd:date }
## Office-name @ office:Q228-1
DELETE WHERE { office:Q228-1 schema:roleName ?x }
## bounded @ quantity:fighters : A quantity should have a lower or an upper bound
DELETE WHERE { quantity:fighters dm:minimum ?x } ; DELETE WHERE { quantity:fighters dm:maximum ?x }
## event-class @ event:shelling : An event must be in the class of its type, dm:Shelling.
DELETE WHERE { event:shelling a dm:Shelling }
## month @ event:meeting : The month 2016-07 does not follow
DELETE WHERE { event:meeting dm:inMonth ?x } ; INSERT DATA { event:meeting dm:inMonth "2016-07"^^xsd:gYearMonth }
## not-an-event @ event:attack : What did not happen, or not yet, must not be in the class dm:Attack.
INSERT DATA { event:attack a dm:Attack }
## offsets-in-text @ passage:1 : A passage must end within the text of its article
DELETE WHERE { article:a1 dm:textLength ?x } ; INSERT DATA { article:a1 dm:textLength 10 }
## position-selector @ passage:1 : A passage must have exactly one position selector
DELETE WHERE { passage:1 oa:hasSelector position:1 }
## quote-length @ passage:1 : The quote of a passage must be as long as its offsets say
DELETE WHERE { position:1 oa:end ?x } ; INSERT DATA { position:1 oa:end 40 }
## quote-selector @ passage:1 : The quote of a passage must be the exact words
DELETE WHERE { quote:1 oa:exact ?x } ; INSERT DATA { quote:1 oa:exact "Other words" }
## quotes-selector @ passage:1 : The passage of a claim must have exactly one quote selector
DELETE WHERE { passage:1 oa:hasSelector quote:1 }
## shortcuts @ event:shelling : The shortcut dm:hasRecipient to
DELETE WHERE { event:shelling dm:hasRecipient ?x }
## shortcuts @ event:shelling : The shortcut dm:tookPlaceAt to
INSERT DATA { event:shelling dm:tookPlaceAt entity:depot }
## situation-class @ situation:office : A situation must be in the class of its type, dm:OfficeHolding
DELETE WHERE { situation:office a dm:OfficeHolding }
## situation-shortcuts @ entity:ann-ode : The relation dm:holdsOfficeOf to
INSERT DATA { entity:ann-ode dm:holdsOfficeOf entity:andorra }
## status-claimed @ event:meeting : No claim gives the status actual
DELETE WHERE { claim:meeting-1 dm:claimedStatus ?x } ; INSERT DATA { claim:meeting-1 dm:claimedStatus status:possible }
## time-order @ span:june : The earliest moment of a time span must not be after the latest
DELETE WHERE { span:june dm:latest ?x } ; INSERT DATA { span:june dm:latest "2015"^^xsd:gYear }
## time-precision @ span:june : The bounds of a time span must be years, months
DELETE WHERE { span:june dm:latest ?x } ; INSERT DATA { span:june dm:latest "June" }
## voice @ claim:attack-1 : A claim in a speaker's voice must name the speaker
DELETE WHERE { claim:attack-1 dm:attributedTo ?x }
