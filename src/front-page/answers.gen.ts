// Written by `npm run api` from the types of the controllers; do not change it by hand.

import type { DescribedTypes } from './add-types.js';

export const describedTypes: DescribedTypes = {
 "schemas": {
  "AcceptDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "`version` of the assignment.",
     "minimum": 0
    },
    "documentVersion": {
     "type": "integer",
     "description": "`version` of its document.",
     "minimum": 0
    },
    "comment": {
     "type": "string",
     "maxLength": 10000
    }
   },
   "description": "`POST /api/assignments/{id}/accept`"
  },
  "AccessAnswer": {
   "type": "object",
   "properties": {
    "verb": {
     "$ref": "#/components/schemas/Verb"
    },
    "allowed": {
     "type": "boolean"
    },
    "because": {
     "type": "string",
     "description": "The reason as a sentence."
    },
    "rule": {
     "$ref": "#/components/schemas/AccessRule"
    }
   },
   "required": [
    "verb",
    "allowed",
    "because",
    "rule"
   ],
   "description": "Whether somebody may do something, and why."
  },
  "AccessExplanation": {
   "type": "object",
   "properties": {
    "person": {
     "$ref": "#/components/schemas/PersonView"
    },
    "active": {
     "type": "boolean",
     "description": "False for somebody who has left, and may do nothing."
    },
    "confidential": {
     "type": "boolean"
    },
    "answers": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessAnswer"
     }
    },
    "takesPart": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "How the person takes part in the document: `assignment`, `controller`, `substitution`."
    },
    "share": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ShareLevel"
      },
      {
       "type": "null"
      }
     ],
     "description": "The level of the share that is in force."
    },
    "sharedWith": {
     "anyOf": [
      {
       "type": "object",
       "properties": {
        "kind": {
         "$ref": "#/components/schemas/ShareHolderKind"
        },
        "name": {
         "type": "string"
        }
       },
       "required": [
        "kind",
        "name"
       ]
      },
      {
       "type": "null"
      }
     ],
     "description": "The unit or group whose share that is; null for one of the person's own."
    },
    "hiddenFields": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the fields that the person does not see."
    },
    "lockedFields": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the fields that the person sees and does not change, though perhaps the rest of the document."
    },
    "steps": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StepAccess"
     },
     "description": "What the steps of routes that the person has now give, ask and hide."
    }
   },
   "required": [
    "person",
    "active",
    "confidential",
    "answers",
    "takesPart",
    "share",
    "sharedWith",
    "hiddenFields",
    "lockedFields",
    "steps"
   ],
   "description": "What one person may do with one document, and by which rule."
  },
  "AccessGrant": {
   "type": "object",
   "properties": {
    "role": {
     "type": "string"
    },
    "verbs": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessVerb"
     }
    },
    "scope": {
     "$ref": "#/components/schemas/AccessScope"
    },
    "when": {
     "type": "string",
     "description": "FEEL over the card and facts of the document, see `compileCondition`: only for documents on which it holds."
    },
    "confidential": {
     "type": "boolean",
     "description": "The level reaches confidential documents too."
    }
   },
   "required": [
    "role",
    "verbs",
    "scope"
   ],
   "description": "What holders of a role may do, and with whose documents. Grants add up."
  },
  "AccessReportQuery": {
   "type": "object",
   "properties": {
    "limit": {
     "type": "integer",
     "description": "Entries in the answer.",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 8000
    },
    "stream": {
     "type": "string",
     "description": "Key: this stream alone.",
     "maxLength": 60
    },
    "person": {
     "type": "string",
     "description": "Login: this person alone, with the numbers of documents.",
     "maxLength": 200
    }
   },
   "description": "Query of `GET /api/access/report`."
  },
  "AccessRule": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "enum": [
      "system",
      "public",
      "token",
      "admin",
      "participant",
      "share",
      "grant",
      "none",
      "left"
     ],
     "description": "`grant`: the line of the stream for `role`; of a refusal the widest line, which does not reach the document. `none`: no line at all. `left`: the person does not work here any more."
    },
    "role": {
     "type": [
      "string",
      "null"
     ]
    },
    "level": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/Scope"
      },
      {
       "type": "null"
      }
     ]
    },
    "when": {
     "type": [
      "string",
      "null"
     ],
     "description": "The condition of the line, FEEL."
    },
    "confidential": {
     "type": "boolean",
     "description": "The line reaches confidential documents too."
    }
   },
   "required": [
    "kind",
    "role",
    "level",
    "when",
    "confidential"
   ],
   "description": "What a decision about access rests on."
  },
  "AccessRuleDto": {
   "type": "object",
   "properties": {
    "role": {
     "type": "string",
     "minLength": 1,
     "maxLength": 40
    },
    "verbs": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     },
     "uniqueItems": true,
     "minItems": 1
    },
    "level": {
     "$ref": "#/components/schemas/Scope"
    },
    "when": {
     "type": [
      "string",
      "null"
     ],
     "description": "FEEL: only for documents on which it holds.",
     "minLength": 1,
     "maxLength": 4000
    },
    "confidential": {
     "type": "boolean",
     "description": "The level reaches confidential documents, too."
    }
   },
   "required": [
    "role",
    "verbs",
    "level"
   ],
   "description": "One rule: who has the role may do the verbs with documents as far as the level reaches."
  },
  "AccessRuleView": {
   "type": "object",
   "properties": {
    "role": {
     "type": "string"
    },
    "verbs": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     }
    },
    "level": {
     "$ref": "#/components/schemas/Scope"
    },
    "when": {
     "type": [
      "string",
      "null"
     ],
     "description": "FEEL; null: for all documents."
    },
    "confidential": {
     "type": "boolean"
    }
   },
   "required": [
    "role",
    "verbs",
    "level",
    "when",
    "confidential"
   ],
   "description": "One rule of a stream as it is edited."
  },
  "AccessRulesDto": {
   "type": "object",
   "properties": {
    "rules": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessRuleDto"
     },
     "maxItems": 200
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FieldAccessDto"
     },
     "uniqueItems": true,
     "maxItems": 300
    }
   },
   "required": [
    "rules",
    "fields"
   ],
   "description": "Body of `PUT /api/access/rules/{stream}`, and of its preview: all rules, and all restricted fields."
  },
  "AccessRulesView": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string"
    },
    "version": {
     "type": "number"
    },
    "asInFile": {
     "type": "boolean",
     "description": "What is in force says the same as the file of the stream."
    },
    "rules": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessRuleView"
     }
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FieldAccessView"
     }
    },
    "roles": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RuleRoleView"
     }
    },
    "readable": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "What conditions may read besides the fields of the card."
    }
   },
   "required": [
    "stream",
    "version",
    "asInFile",
    "rules",
    "fields",
    "roles",
    "readable"
   ],
   "description": "Who may do what in a stream, as an administrator edits it."
  },
  "AccessScope": {
   "type": "string",
   "enum": [
    "own",
    "group",
    "unit",
    "department",
    "company"
   ]
  },
  "AccessSheetQuery": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string",
     "description": "Key: this stream alone.",
     "maxLength": 60
    },
    "person": {
     "type": "string",
     "description": "Login: this person alone, with the numbers of documents.",
     "maxLength": 200
    }
   },
   "description": "Query of `GET /api/access/report/sheet`."
  },
  "AccessVerb": {
   "type": "string",
   "enum": [
    "read",
    "register",
    "edit",
    "delete",
    "links"
   ]
  },
  "AccountPlace": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "key",
    "name"
   ],
   "description": "A post or unit of somebody, named in the reader's language."
  },
  "AccountView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "email": {
     "type": [
      "string",
      "null"
     ]
    },
    "phone": {
     "type": [
      "string",
      "null"
     ]
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "active": {
     "type": "boolean",
     "description": "False for somebody who has left."
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the person's own roles."
    },
    "allRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of all roles held, also through posts and groups."
    },
    "groups": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys."
    },
    "posts": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccountPlace"
     }
    },
    "units": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccountPlace"
     }
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of the working calendar of the person's own."
    },
    "signsInBy": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "password",
       "passkey",
       "provider"
      ]
     },
     "description": "By what the person can sign in."
    },
    "invitedUntil": {
     "type": [
      "string",
      "null"
     ],
     "description": "Until when the link of the last invitation is good; null when there is none that is."
    },
    "lastSeenAt": {
     "type": [
      "string",
      "null"
     ],
     "description": "When the person last did something, as far as sessions are kept."
    },
    "version": {
     "type": "number",
     "description": "For `If-Match`, as `\"v3\"`."
    }
   },
   "required": [
    "id",
    "login",
    "name",
    "email",
    "phone",
    "language",
    "active",
    "roles",
    "allRoles",
    "groups",
    "posts",
    "units",
    "calendar",
    "signsInBy",
    "invitedUntil",
    "lastSeenAt",
    "version"
   ],
   "description": "A person with the account, as administrators see it."
  },
  "AccountsPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccountView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    },
    "total": {
     "type": "number",
     "description": "Of all pages."
    }
   },
   "required": [
    "items",
    "nextCursor",
    "total"
   ]
  },
  "AccountsQueryDto": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Words of the name, login or e-mail.",
     "pattern": "^[^\\p{Cc}\\p{Cs}]*$",
     "maxLength": 200
    },
    "state": {
     "type": "string",
     "enum": [
      "active",
      "closed",
      "invited",
      "all"
     ],
     "description": "`invited`: active, and has not chosen a password yet."
    },
    "unit": {
     "type": "string",
     "description": "Key or id of a unit: its people only.",
     "minLength": 1,
     "maxLength": 100
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "minLength": 1,
     "maxLength": 300
    }
   },
   "description": "Query of `GET /api/accounts`."
  },
  "ActivateDto": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    }
   },
   "required": [
    "element"
   ],
   "description": "`POST /api/runs/{id}/activate`"
  },
  "AddAccountDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "pattern": "^[^\\p{Cc}\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "email": {
     "type": [
      "string",
      "null"
     ],
     "maxLength": 254
    },
    "phone": {
     "type": [
      "string",
      "null"
     ],
     "pattern": "^[^\\p{Cc}\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 50
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of a working calendar of the person's own; null for that of the unit.",
     "minLength": 1,
     "maxLength": 100
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the roles of the person's own, besides those through posts and groups.",
     "maxItems": 50
    },
    "posts": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the posts held.",
     "maxItems": 50
    },
    "login": {
     "type": "string",
     "description": "Letters, digits and . _ @ -; unique.",
     "minLength": 1,
     "maxLength": 100
    },
    "invite": {
     "type": "boolean",
     "description": "Send a letter with a link by which the person chooses a password."
    }
   },
   "required": [
    "login",
    "name"
   ],
   "description": "Body of `POST /api/people`."
  },
  "AddGroupDto": {
   "type": "object",
   "properties": {
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "members": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Logins or ids of everybody who is in it from then on.",
     "uniqueItems": true,
     "maxItems": 10000
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the roles that its members hold.",
     "uniqueItems": true,
     "maxItems": 50
    },
    "key": {
     "type": "string",
     "pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"
    }
   },
   "required": [
    "key",
    "name"
   ],
   "description": "Body of `POST /api/groups`."
  },
  "AddPasskeyDto": {
   "type": "object",
   "properties": {
    "credential": {
     "$ref": "#/components/schemas/RegistrationResponseJSON",
     "description": "What `navigator.credentials.create` answered, as JSON."
    },
    "name": {
     "type": "string",
     "description": "By which its owner knows it, e.g. \"My phone\".",
     "minLength": 1,
     "maxLength": 100
    }
   },
   "required": [
    "credential"
   ],
   "description": "Body of `POST /api/me/passkeys`."
  },
  "AddPostDto": {
   "type": "object",
   "properties": {
    "since": {
     "type": "string",
     "description": "The day from which on this holds, for what is entered afterwards; absent: from now on.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "unit": {
     "type": "string",
     "description": "Key or id of the unit.",
     "minLength": 1,
     "maxLength": 100
    },
    "holders": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Logins or ids of everybody who holds it from then on.",
     "uniqueItems": true,
     "maxItems": 500
    },
    "key": {
     "type": "string",
     "pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"
    }
   },
   "required": [
    "key",
    "name",
    "unit"
   ],
   "description": "Body of `POST /api/posts`."
  },
  "AddServiceAccountDto": {
   "type": "object",
   "properties": {
    "login": {
     "type": "string",
     "minLength": 1,
     "maxLength": 100
    },
    "name": {
     "type": "string",
     "description": "What it is, e.g. \"Export to accounting\".",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of roles that exist.",
     "maxItems": 50
    }
   },
   "required": [
    "login",
    "name",
    "roles"
   ],
   "description": "Body of `POST /api/service-accounts`."
  },
  "AddSubstitutionDto": {
   "type": "object",
   "properties": {
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of streams; null for all."
    },
    "maxAmount": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SumDto"
      },
      {
       "type": "null"
      }
     ],
     "description": "Only for documents of no larger amount; null for any."
    },
    "reason": {
     "type": [
      "string",
      "null"
     ],
     "pattern": "^[^\\0\\p{Cs}]*$",
     "maxLength": 500
    },
    "absent": {
     "type": "string",
     "description": "Id or login; absent: whoever asks.",
     "pattern": "^[^\\0\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 100
    },
    "substitute": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or login; absent or null: nobody acts meanwhile.",
     "pattern": "^[^\\0\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 100
    },
    "startsAt": {
     "type": "string",
     "examples": [
      "2027-03-01T08:00:00Z"
     ],
     "pattern": "^2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$",
     "format": "date-time"
    },
    "endsAt": {
     "type": "string",
     "examples": [
      "2027-03-01T08:00:00Z"
     ],
     "pattern": "^2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$",
     "format": "date-time"
    }
   },
   "required": [
    "startsAt",
    "endsAt"
   ],
   "description": "`POST /api/substitutions`"
  },
  "AddUnitDto": {
   "type": "object",
   "properties": {
    "since": {
     "type": "string",
     "description": "The day from which on this holds, for what is entered afterwards; absent: from now on.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "parent": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key or id of the unit above; null for one at the top.",
     "minLength": 1,
     "maxLength": 100
    },
    "head": {
     "type": [
      "string",
      "null"
     ],
     "description": "Login or id of the head.",
     "minLength": 1,
     "maxLength": 100
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of a working calendar; null for that of the unit above.",
     "minLength": 1,
     "maxLength": 100
    },
    "key": {
     "type": "string",
     "pattern": "^[a-z0-9][a-z0-9._-]{0,59}$"
    }
   },
   "required": [
    "key",
    "name"
   ],
   "description": "Body of `POST /api/units`."
  },
  "AgentWords": {
   "type": "object",
   "properties": {
    "browser": {
     "type": [
      "string",
      "null"
     ],
     "description": "E.g. \"Firefox\"; null where nothing is recognised."
    },
    "system": {
     "type": [
      "string",
      "null"
     ],
     "description": "E.g. \"Windows\"."
    },
    "device": {
     "type": "string",
     "description": "Both in one, e.g. \"Firefox on Windows\"."
    }
   },
   "required": [
    "browser",
    "system",
    "device"
   ],
   "description": "What a `User-Agent` says, in words."
  },
  "ApiTokenView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "scopes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/TokenScope"
     }
    },
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of the streams that it is good for, and for nothing besides; null: no such limit."
    },
    "createdAt": {
     "type": "string"
    },
    "expiresAt": {
     "type": "string"
    },
    "lastUsedAt": {
     "type": [
      "string",
      "null"
     ],
     "description": "Exact to five minutes."
    },
    "lastUsedFrom": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "name",
    "scopes",
    "streams",
    "createdAt",
    "expiresAt",
    "lastUsedAt",
    "lastUsedFrom"
   ],
   "description": "A token as its owner sees it: by its name, since the token itself is kept nowhere."
  },
  "ApiTokenViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ApiTokenView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "AskedAgainView": {
   "type": "object",
   "properties": {
    "assignment": {
     "type": "string"
    },
    "changes": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "path": {
        "type": "string"
       },
       "name": {},
       "before": {},
       "after": {}
      },
      "required": [
       "path"
      ]
     }
    }
   },
   "required": [
    "assignment",
    "changes"
   ],
   "description": "The decision that lapsed, and what has changed since it was taken."
  },
  "AssignedDocument": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string",
     "description": "Key of the status."
    },
    "version": {
     "type": "number"
    },
    "amount": {
     "anyOf": [
      {
       "type": "object",
       "properties": {
        "amount": {
         "type": "string"
        },
        "currency": {
         "type": "string"
        }
       },
       "required": [
        "amount",
        "currency"
       ]
      },
      {
       "type": "null"
      }
     ],
     "description": "Null where the card has no amount, or has it empty."
    }
   },
   "required": [
    "id",
    "stream",
    "number",
    "title",
    "status",
    "version",
    "amount"
   ],
   "description": "The document of an assignment, as far as a list of assignments shows it."
  },
  "AssignmentChangeKind": {
   "type": "string",
   "enum": [
    "issued",
    "changed",
    "closed"
   ]
  },
  "AssignmentDeed": {
   "type": "string",
   "enum": [
    "remind",
    "extend",
    "grant",
    "delegate",
    "forward",
    "cancel"
   ],
   "description": "What can be done about an assignment besides answering it, by the calls that do it: `remind` whoever has it, `extend` (ask for more time), `grant` (decide what was asked for), `delegate` and `forward`, `cancel`."
  },
  "AssignmentState": {
   "type": "string",
   "enum": [
    "created",
    "ready",
    "reserved",
    "in-progress",
    "suspended",
    "completed",
    "failed",
    "obsolete",
    "exited",
    "reported",
    "returned"
   ]
  },
  "AssignmentStep": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "editable": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "May be changed with the decision, whatever other rights say."
    },
    "required": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Of these, what must be filled in to complete the step; not for an outcome that needs a reason."
    },
    "hidden": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Not shown at the step."
    }
   },
   "required": [
    "element",
    "name",
    "editable",
    "required",
    "hidden"
   ],
   "description": "The step of a route that an assignment is of, and what it says about the fields of the card (keys)."
  },
  "AssignmentView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "state": {
     "$ref": "#/components/schemas/AssignmentState"
    },
    "instruction": {
     "type": "string"
    },
    "document": {
     "$ref": "#/components/schemas/AssignedDocument"
    },
    "run": {
     "type": "string"
    },
    "step": {
     "$ref": "#/components/schemas/AssignmentStep"
    },
    "author": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "performer": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "actingFor": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "owner": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "candidates": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonValue"
     }
    },
    "controller": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "outcomes": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "label": {
        "type": "string"
       },
       "reasonRequired": {
        "type": "boolean"
       }
      },
      "required": [
       "key",
       "label",
       "reasonRequired"
      ]
     }
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "dueBecause": {
     "type": [
      "string",
      "null"
     ]
    },
    "issuedAt": {
     "type": "string"
    },
    "waitingSince": {
     "type": "string",
     "description": "Since when it has waited for whoever has to do with it now."
    },
    "closedAt": {
     "type": "string"
    },
    "outcome": {
     "type": "string"
    },
    "comment": {
     "type": "string"
    },
    "round": {
     "type": "number"
    },
    "contentHash": {
     "type": "string"
    },
    "lapsedAt": {
     "type": "string",
     "description": "The document has changed since: the decision does not hold any more."
    },
    "askedAgain": {
     "$ref": "#/components/schemas/AskedAgainView"
    },
    "parent": {
     "type": "string",
     "description": "The assignment that it is a part of."
    },
    "coPerformer": {
     "type": "boolean",
     "const": true
    },
    "lead": {
     "$ref": "#/components/schemas/PersonValue",
     "description": "Of a co-performer: who accepts where there is no controller."
    },
    "skippable": {
     "type": "boolean",
     "const": true
    },
    "acceptance": {
     "type": "boolean",
     "const": true,
     "description": "Completing it is a report, which the controller accepts or returns."
    },
    "openedAt": {
     "type": "string"
    },
    "suspendedUntil": {
     "type": "string"
    },
    "report": {
     "type": "object",
     "properties": {
      "outcome": {
       "type": [
        "string",
        "null"
       ]
      },
      "comment": {
       "type": [
        "string",
        "null"
       ]
      },
      "by": {
       "$ref": "#/components/schemas/PersonValue"
      },
      "at": {
       "type": "string"
      }
     },
     "required": [
      "outcome",
      "comment",
      "at"
     ]
    },
    "returnedReason": {
     "type": "string"
    },
    "failedReason": {
     "type": "string"
    },
    "extension": {
     "$ref": "#/components/schemas/ExtensionOfAssignment",
     "description": "The open request for more time."
    },
    "recallable": {
     "type": "boolean",
     "description": "Of a closed one, where it is asked for: whether I may take the decision back now."
    },
    "may": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AssignmentDeed"
     },
     "description": "Where it is asked for: what I may do about it besides answering it."
    },
    "version": {
     "type": "number"
    }
   },
   "required": [
    "id",
    "state",
    "instruction",
    "document",
    "candidates",
    "outcomes",
    "dueAt",
    "dueBecause",
    "issuedAt",
    "waitingSince",
    "version"
   ],
   "description": "An assignment as the API answers it (api.md)."
  },
  "AssignmentViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AssignmentView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "AssignmentsQueryDto": {
   "type": "object",
   "properties": {
    "mine": {
     "type": "boolean"
    },
    "state": {
     "type": "string",
     "enum": [
      "open",
      "reported",
      "closed",
      "all"
     ]
    },
    "overdue": {
     "type": "boolean"
    },
    "controlled": {
     "type": "boolean"
    },
    "unit": {
     "type": "string",
     "maxLength": 100
    },
    "document": {
     "type": "string",
     "format": "uuid"
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "maxLength": 200
    }
   },
   "description": "`GET /api/assignments`"
  },
  "AttentionItem": {
   "type": "object",
   "properties": {
    "reason": {
     "$ref": "#/components/schemas/AttentionReason"
    },
    "since": {
     "type": "string",
     "description": "ISO 8601."
    },
    "message": {
     "type": "string"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "stream": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "stream",
      "number",
      "title"
     ]
    },
    "person": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "login": {
       "type": "string"
      },
      "name": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "login",
      "name"
     ],
     "description": "Whom it is about, where no document is."
    },
    "run": {
     "type": "string"
    },
    "assignment": {
     "type": "string"
    },
    "incident": {
     "type": "string"
    },
    "mend": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MendingCall"
     }
    }
   },
   "required": [
    "reason",
    "since",
    "message",
    "mend"
   ],
   "description": "Something that does not move: since when, why, and how it is mended."
  },
  "AttentionItemPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AttentionItem"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "AttentionList": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AttentionItem"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    },
    "limit": {
     "type": "number",
     "description": "Of each reason at most so many are answered."
    },
    "truncated": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AttentionReason"
     },
     "description": "Reasons of which there are more than are answered here."
    }
   },
   "required": [
    "items",
    "limit",
    "nextCursor",
    "truncated"
   ],
   "description": "What does not move, those that wait longest first."
  },
  "AttentionQueryDto": {
   "type": "object",
   "properties": {
    "reason": {
     "$ref": "#/components/schemas/AttentionReason"
    },
    "document": {
     "type": "string",
     "format": "uuid"
    },
    "limit": {
     "type": "integer",
     "description": "Of each reason at most so many are answered; whatever lies beyond is reached by asking for more.",
     "maximum": 5000,
     "minimum": 1
    }
   },
   "description": "`GET /api/attention`"
  },
  "AttentionReason": {
   "type": "string",
   "enum": [
    "nobody-to-assign",
    "absent-without-substitute",
    "performer-left",
    "unit-closed",
    "action-failed",
    "route-failed",
    "escalation-failed",
    "timer-overdue",
    "decision-lapsed",
    "message-unclaimed",
    "nothing-under-way",
    "mail-refused",
    "mailbox-down",
    "intake-failed",
    "job-dead"
   ]
  },
  "AttestationConveyancePreference": {
   "type": "string",
   "enum": [
    "direct",
    "enterprise",
    "indirect",
    "none"
   ]
  },
  "AttestationFormat": {
   "type": "string",
   "enum": [
    "fido-u2f",
    "packed",
    "android-safetynet",
    "android-key",
    "tpm",
    "apple",
    "none"
   ],
   "description": "Values for an attestation object's `fmt`\n\nSee https://www.iana.org/assignments/webauthn/webauthn.xhtml#webauthn-attestation-statement-format-ids"
  },
  "Audience": {
   "type": "string",
   "enum": [
    "me",
    "unit",
    "role",
    "all"
   ]
  },
  "AuditAnchor": {
   "type": "object",
   "properties": {
    "position": {
     "type": "number"
    },
    "chain": {
     "type": "string",
     "description": "Hex."
    }
   },
   "required": [
    "position",
    "chain"
   ],
   "description": "A place of the chain as it was once seen: noted outside of the database, it shows when the end was cut off."
  },
  "AuditEntryView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "at": {
     "type": "string",
     "description": "When it was done, ISO 8601."
    },
    "actor": {
     "$ref": "#/components/schemas/AuditPerson"
    },
    "for": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/AuditPerson"
      },
      {
       "type": "null"
      }
     ],
     "description": "On whose behalf."
    },
    "address": {
     "type": [
      "string",
      "null"
     ],
     "description": "Network address that the request came from."
    },
    "session": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id of the session or API token."
    },
    "verb": {
     "type": "string",
     "description": "What was done, e.g. `session.refused`."
    },
    "subject": {
     "$ref": "#/components/schemas/AuditSubject"
    },
    "before": {
     "description": "What it was before, as far as it was changed; null where nothing was."
    },
    "after": {
     "description": "What it is after that."
    },
    "place": {
     "type": [
      "number",
      "null"
     ],
     "description": "Its place in the chain; null until it has one, a few seconds later."
    }
   },
   "required": [
    "id",
    "at",
    "actor",
    "for",
    "address",
    "session",
    "verb",
    "subject",
    "before",
    "after",
    "place"
   ],
   "description": "One entry of the audit log."
  },
  "AuditEntryViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AuditEntryView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "AuditFilterQuery": {
   "type": "object",
   "properties": {
    "person": {
     "type": "string",
     "description": "Id of a person who did it, or for whom it was done.",
     "format": "uuid"
    },
    "subject": {
     "type": "string",
     "description": "What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`.",
     "pattern": "^[a-z][a-z-]{0,39}:[^\\u0000]{1,300}$"
    },
    "kind": {
     "type": "string",
     "description": "What verbs begin with, e.g. `session`.",
     "pattern": "^[a-z][a-z-]{0,39}$"
    },
    "verb": {
     "type": "string",
     "description": "A whole verb, e.g. `session.refused`.",
     "pattern": "^[a-z][a-z-]{0,39}\\.[a-z-]{1,60}$"
    },
    "from": {
     "type": "string",
     "description": "ISO 8601; from this moment on.",
     "format": "date-time"
    },
    "to": {
     "type": "string",
     "description": "ISO 8601; before this moment.",
     "format": "date-time"
    }
   },
   "description": "Which entries of the audit log are meant."
  },
  "AuditKinds": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   },
   "required": [
    "items"
   ],
   "description": "What entries are about."
  },
  "AuditPerson": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "name"
   ],
   "description": "Somebody of an entry: the name that was written down then, or that the organisation knows."
  },
  "AuditProblem": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "enum": [
      "altered",
      "removed",
      "inserted",
      "chain-broken",
      "key-unknown"
     ]
    },
    "entryId": {
     "type": [
      "string",
      "null"
     ]
    },
    "position": {
     "type": [
      "number",
      "null"
     ]
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "kind",
    "entryId",
    "position",
    "message"
   ],
   "description": "Something about the log that the program did not do."
  },
  "AuditQuery": {
   "type": "object",
   "properties": {
    "person": {
     "type": "string",
     "description": "Id of a person who did it, or for whom it was done.",
     "format": "uuid"
    },
    "subject": {
     "type": "string",
     "description": "What it was done to: its kind, and its id after a colon, e.g. `document:01a2…`, `person:…`, `stream:contracts`.",
     "pattern": "^[a-z][a-z-]{0,39}:[^\\u0000]{1,300}$"
    },
    "kind": {
     "type": "string",
     "description": "What verbs begin with, e.g. `session`.",
     "pattern": "^[a-z][a-z-]{0,39}$"
    },
    "verb": {
     "type": "string",
     "description": "A whole verb, e.g. `session.refused`.",
     "pattern": "^[a-z][a-z-]{0,39}\\.[a-z-]{1,60}$"
    },
    "from": {
     "type": "string",
     "description": "ISO 8601; from this moment on.",
     "format": "date-time"
    },
    "to": {
     "type": "string",
     "description": "ISO 8601; before this moment.",
     "format": "date-time"
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 200
    }
   },
   "description": "Query of `GET /api/audit`."
  },
  "AuditReport": {
   "type": "object",
   "properties": {
    "sealed": {
     "type": "number",
     "description": "Entries in the chain, and those that wait for their place in it."
    },
    "waiting": {
     "type": "number"
    },
    "letGo": {
     "type": "number",
     "description": "Places of the chain whose entries have outlived the time for which they are kept."
    },
    "problems": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AuditProblem"
     }
    },
    "anchor": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/AuditAnchor"
      },
      {
       "type": "null"
      }
     ],
     "description": "The end of the chain now; null for an empty one."
    }
   },
   "required": [
    "sealed",
    "waiting",
    "letGo",
    "problems",
    "anchor"
   ]
  },
  "AuditSubject": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string"
    },
    "id": {
     "type": "string"
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "description": "For people: number and title of a document, the name of a person; null where there is no better name than the id."
    }
   },
   "required": [
    "kind",
    "id",
    "name"
   ],
   "description": "What something was done to."
  },
  "AuthenticationExtensionsClientInputs": {
   "type": "object",
   "properties": {
    "appid": {
     "type": "string"
    },
    "credProps": {
     "type": "boolean"
    },
    "hmacCreateSecret": {
     "type": "boolean"
    },
    "minPinLength": {
     "type": "boolean"
    },
    "prf": {
     "$ref": "#/components/schemas/AuthenticationExtensionsPRFInputs"
    }
   }
  },
  "AuthenticationExtensionsClientOutputs": {
   "type": "object",
   "properties": {
    "appid": {
     "type": "boolean"
    },
    "credProps": {
     "$ref": "#/components/schemas/CredentialPropertiesOutput"
    },
    "hmacCreateSecret": {
     "type": "boolean"
    },
    "prf": {
     "$ref": "#/components/schemas/AuthenticationExtensionsPRFOutputs"
    }
   }
  },
  "AuthenticationExtensionsPRFInputs": {
   "type": "object",
   "properties": {
    "eval": {
     "$ref": "#/components/schemas/AuthenticationExtensionsPRFValues"
    },
    "evalByCredential": {
     "type": "object",
     "additionalProperties": {
      "$ref": "#/components/schemas/AuthenticationExtensionsPRFValues"
     }
    }
   }
  },
  "AuthenticationExtensionsPRFOutputs": {
   "type": "object",
   "properties": {
    "enabled": {
     "type": "boolean"
    },
    "results": {
     "$ref": "#/components/schemas/AuthenticationExtensionsPRFValues"
    }
   }
  },
  "AuthenticationExtensionsPRFValues": {
   "type": "object",
   "properties": {
    "first": {
     "$ref": "#/components/schemas/BufferSource"
    },
    "second": {
     "$ref": "#/components/schemas/BufferSource"
    }
   },
   "required": [
    "first"
   ]
  },
  "AuthenticationResponseJSON": {
   "type": "object",
   "properties": {
    "id": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "rawId": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "response": {
     "$ref": "#/components/schemas/AuthenticatorAssertionResponseJSON"
    },
    "authenticatorAttachment": {
     "$ref": "#/components/schemas/AuthenticatorAttachment"
    },
    "clientExtensionResults": {
     "$ref": "#/components/schemas/AuthenticationExtensionsClientOutputs"
    },
    "type": {
     "$ref": "#/components/schemas/PublicKeyCredentialType"
    }
   },
   "required": [
    "id",
    "rawId",
    "response",
    "clientExtensionResults",
    "type"
   ],
   "description": "A slightly-modified AuthenticationCredential to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.\n\nhttps://w3c.github.io/webauthn/#dictdef-authenticationresponsejson"
  },
  "AuthenticatorAssertionResponseJSON": {
   "type": "object",
   "properties": {
    "clientDataJSON": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "authenticatorData": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "signature": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "userHandle": {
     "$ref": "#/components/schemas/Base64URLString"
    }
   },
   "required": [
    "clientDataJSON",
    "authenticatorData",
    "signature"
   ],
   "description": "A slightly-modified AuthenticatorAssertionResponse to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.\n\nhttps://w3c.github.io/webauthn/#dictdef-authenticatorassertionresponsejson"
  },
  "AuthenticatorAttachment": {
   "type": "string",
   "enum": [
    "cross-platform",
    "platform"
   ]
  },
  "AuthenticatorAttestationResponseJSON": {
   "type": "object",
   "properties": {
    "clientDataJSON": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "attestationObject": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "authenticatorData": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "transports": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "publicKeyAlgorithm": {
     "$ref": "#/components/schemas/COSEAlgorithmIdentifier"
    },
    "publicKey": {
     "$ref": "#/components/schemas/Base64URLString"
    }
   },
   "required": [
    "clientDataJSON",
    "attestationObject"
   ],
   "description": "A slightly-modified AuthenticatorAttestationResponse to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.\n\nhttps://w3c.github.io/webauthn/#dictdef-authenticatorattestationresponsejson"
  },
  "AuthenticatorSelectionCriteria": {
   "type": "object",
   "properties": {
    "authenticatorAttachment": {
     "$ref": "#/components/schemas/AuthenticatorAttachment"
    },
    "requireResidentKey": {
     "type": "boolean"
    },
    "residentKey": {
     "$ref": "#/components/schemas/ResidentKeyRequirement"
    },
    "userVerification": {
     "$ref": "#/components/schemas/UserVerificationRequirement"
    }
   }
  },
  "AuthenticatorSetup": {
   "type": "object",
   "properties": {
    "secret": {
     "type": "string",
     "description": "Base32, for typing in by hand."
    },
    "uri": {
     "type": "string",
     "description": "`otpauth://totp/…`"
    },
    "qr": {
     "type": "string",
     "description": "The same as a picture: `data:image/svg+xml;base64,…`."
    }
   },
   "required": [
    "secret",
    "uri",
    "qr"
   ],
   "description": "What an authenticator app needs; shown once."
  },
  "AutoprocessingRule": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "when": {
     "type": "string",
     "description": "FEEL condition over the card (see `CompiledCard.scope`); absent: always."
    },
    "set": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     },
     "description": "FEEL expressions by field key."
    },
    "route": {
     "type": "string",
     "description": "Key of the route to start: `sales/long-sale`."
    },
    "variables": {
     "type": "object",
     "additionalProperties": {},
     "description": "Variables given to the route, any JSON."
    },
    "acknowledge": {
     "type": "string",
     "description": "Key of the letter template that answers the sender."
    }
   },
   "required": [
    "name"
   ],
   "description": "One rule of what happens after registration, read from the top. `set` of every matching rule applies; `route` (with its `variables`) and `acknowledge` are taken from the first matching rule that has one."
  },
  "Base64URLString": {
   "type": "string"
  },
  "BeginAtProviderDto": {
   "type": "object",
   "properties": {
    "to": {
     "type": "string",
     "description": "Where to go afterwards: a path of this app.",
     "maxLength": 2000
    }
   },
   "description": "Query of `GET /api/session/provider`."
  },
  "BoardColumn": {
   "type": "object",
   "properties": {
    "status": {
     "type": "string"
    },
    "count": {
     "type": "number",
     "description": "Up to 1000."
    },
    "more": {
     "type": "boolean",
     "description": "There are more than `count`."
    },
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DocumentView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ],
     "description": "Leads on in the register with `filter` and the same search and order."
    },
    "filter": {
     "$ref": "#/components/schemas/BoardFilter",
     "description": "The filter of this column, as the register takes it."
    }
   },
   "required": [
    "status",
    "count",
    "more",
    "items",
    "nextCursor",
    "filter"
   ],
   "description": "The first documents of one status."
  },
  "BoardFilter": {
   "type": "object",
   "properties": {
    "and": {
     "type": "array",
     "items": {}
    }
   },
   "required": [
    "and"
   ]
  },
  "BoardQuery": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sort": {
     "type": "string",
     "description": "`name`, `-plannedAt`, `status,-createdAt`.",
     "maxLength": 200
    },
    "limit": {
     "type": "integer",
     "description": "Documents of each status; 20 unless said.",
     "maximum": 50,
     "minimum": 1
    },
    "columns": {
     "type": "string",
     "description": "Fields that are answered, by commas; all unless said.",
     "pattern": "^([A-Za-z][A-Za-z0-9]{0,59}(,[A-Za-z][A-Za-z0-9]{0,59}){0,99})?$"
    }
   },
   "description": "Query of the board of a stream."
  },
  "BooleanField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "boolean"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "BufferSource": {
   "anyOf": [
    {
     "type": "object",
     "properties": {
      "buffer": {
       "type": "object",
       "properties": {
        "byteLength": {
         "type": "number"
        }
       },
       "required": [
        "byteLength"
       ]
      },
      "byteLength": {
       "type": "number"
      },
      "byteOffset": {
       "type": "number"
      }
     },
     "required": [
      "buffer",
      "byteLength",
      "byteOffset"
     ]
    },
    {
     "type": "object",
     "properties": {
      "byteLength": {
       "type": "number"
      }
     },
     "required": [
      "byteLength"
     ]
    }
   ]
  },
  "BulkDto": {
   "type": "object",
   "properties": {
    "ids": {
     "type": "array",
     "items": {
      "type": "string",
      "format": "uuid"
     },
     "description": "Ids of documents of the stream.",
     "uniqueItems": true,
     "maxItems": 100,
     "minItems": 1
    },
    "versions": {
     "type": "array",
     "items": {
      "type": "integer",
      "minimum": 1
     },
     "description": "For each id the version that the document must still have, so that nothing done since is overwritten.",
     "maxItems": 100
    },
    "responsible": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or login of the person whom they are given to; null for nobody.",
     "maxLength": 200
    },
    "status": {
     "type": "string",
     "description": "The status that they get.",
     "maxLength": 60
    },
    "route": {
     "type": "string",
     "description": "The route that they are sent along, after what is changed.",
     "maxLength": 200
    }
   },
   "required": [
    "ids"
   ],
   "description": "`POST /api/streams/{stream}/documents/bulk`: what is to be done with each of the documents."
  },
  "BulkResult": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "number": {
     "type": [
      "string",
      "null"
     ],
     "description": "Null for a document that one may not see."
    },
    "outcome": {
     "type": "string",
     "enum": [
      "done",
      "refused"
     ]
    },
    "problem": {
     "$ref": "#/components/schemas/ProblemDocument",
     "description": "Why nothing was changed."
    },
    "undo": {
     "$ref": "#/components/schemas/BulkUndo",
     "description": "What takes the change back: what the document had before, and the version that it has got. Absent where a route was started."
    }
   },
   "required": [
    "id",
    "number",
    "outcome"
   ],
   "description": "What became of one document."
  },
  "BulkResults": {
   "type": "object",
   "properties": {
    "results": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/BulkResult"
     },
     "description": "One for each id, in the same order."
    },
    "done": {
     "type": "number"
    },
    "refused": {
     "type": "number"
    }
   },
   "required": [
    "results",
    "done",
    "refused"
   ]
  },
  "BulkUndo": {
   "type": "object",
   "properties": {
    "responsible": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id of the person; null for nobody."
    },
    "status": {
     "type": "string"
    },
    "version": {
     "type": "number"
    }
   },
   "required": [
    "responsible",
    "status",
    "version"
   ]
  },
  "ByHandDto": {
   "type": "object",
   "properties": {
    "performers": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 100,
      "minLength": 1
     },
     "description": "Ids or logins; each gets an assignment.",
     "maxItems": 100,
     "minItems": 1
    },
    "instruction": {
     "type": "string",
     "maxLength": 4000,
     "minLength": 1
    },
    "dueAt": {
     "type": "string",
     "description": "ISO 8601.",
     "format": "date-time"
    },
    "due": {
     "type": "string",
     "description": "\"2 working days\", instead of dueAt.",
     "maxLength": 100
    },
    "controller": {
     "type": "string",
     "maxLength": 100,
     "minLength": 1
    },
    "lead": {
     "type": "string",
     "description": "One of the performers: the others work for this one.",
     "maxLength": 100,
     "minLength": 1
    },
    "parent": {
     "type": "string",
     "description": "An own open assignment that this is a part of.",
     "format": "uuid"
    },
    "outcomes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/OutcomeDto"
     },
     "description": "What the performers choose from; without: it is done.",
     "maxItems": 20
    }
   },
   "required": [
    "performers",
    "instruction"
   ],
   "description": "`POST /api/documents/{id}/assignments`"
  },
  "COSEAlgorithmIdentifier": {
   "type": "number"
  },
  "CalendarDefinition": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string",
     "description": "When it is planned for."
    },
    "to": {
     "type": "string",
     "description": "Until when."
    },
    "done": {
     "type": "string",
     "description": "When it was done."
    }
   },
   "required": [
    "from"
   ],
   "description": "Keys of the fields, days or moments, by which a document stands in the calendar of its responsible person."
  },
  "CalendarException": {
   "type": "object",
   "properties": {
    "date": {
     "type": "string"
    },
    "intervals": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LocalInterval"
     }
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    }
   },
   "required": [
    "date",
    "intervals"
   ],
   "description": "A day that differs from its weekday: a holiday (no intervals), a short day, or a working Saturday."
  },
  "CalendarFeedView": {
   "type": "object",
   "properties": {
    "since": {
     "type": [
      "string",
      "null"
     ],
     "description": "When it was made, ISO 8601, UTC; null where there is none."
    }
   },
   "required": [
    "since"
   ],
   "description": "Whether there is an address of my calendar."
  },
  "CalendarItem": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "description": "Of the document or of the assignment."
    },
    "kind": {
     "type": "string",
     "enum": [
      "document",
      "assignment"
     ]
    },
    "title": {
     "type": "string"
    },
    "start": {
     "type": "string",
     "description": "`YYYY-MM-DD` for a whole day, else ISO 8601, UTC."
    },
    "end": {
     "type": [
      "string",
      "null"
     ]
    },
    "allDay": {
     "type": "boolean"
    },
    "done": {
     "type": "boolean"
    },
    "person": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    },
    "about": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/DocumentPointer"
      },
      {
       "type": "null"
      }
     ],
     "description": "The document that its first filled reference leads to, e.g. the client."
    },
    "movable": {
     "type": "boolean",
     "description": "Can be moved: by a PATCH of `field` of the document with `version`."
    },
    "field": {
     "type": [
      "string",
      "null"
     ]
    },
    "version": {
     "type": [
      "number",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "kind",
    "title",
    "start",
    "end",
    "allDay",
    "done",
    "person",
    "document",
    "about",
    "movable",
    "field",
    "version"
   ],
   "description": "Something in a calendar: a document that its stream puts there, or an assignment by its due date."
  },
  "CalendarItems": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CalendarItem"
     },
     "description": "By their start."
    },
    "more": {
     "type": "boolean",
     "description": "There are more than could be shown."
    }
   },
   "required": [
    "items",
    "more"
   ]
  },
  "CalendarQueryDto": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string",
     "description": "The first day.",
     "pattern": "^[1-9]\\d{3}-\\d{2}-\\d{2}$"
    },
    "to": {
     "type": "string",
     "description": "The day after the last, at most 100 days later.",
     "pattern": "^[1-9]\\d{3}-\\d{2}-\\d{2}$"
    },
    "who": {
     "type": "string",
     "description": "`me` (unless said), `person:<id or login>`, `unit:<id or key>` with the units below it, `units` for all of mine.",
     "maxLength": 120
    }
   },
   "required": [
    "from",
    "to"
   ],
   "description": "Query of `GET /api/calendar`."
  },
  "CallComment": {
   "type": "object",
   "properties": {
    "author": {
     "$ref": "#/components/schemas/PersonView"
    },
    "text": {
     "type": "string"
    },
    "at": {
     "type": "string",
     "description": "ISO 8601, UTC."
    }
   },
   "required": [
    "author",
    "text",
    "at"
   ],
   "description": "A remark that somebody left on a call."
  },
  "CallDto": {
   "type": "object",
   "properties": {
    "phone": {
     "type": "string",
     "description": "The number that called.",
     "maxLength": 60
    },
    "client": {
     "type": "string",
     "description": "The client's document, where the caller is known.",
     "format": "uuid"
    },
    "caller": {
     "type": "string",
     "description": "Who called.",
     "maxLength": 300
    },
    "matter": {
     "type": "string",
     "description": "What it is about.",
     "maxLength": 20000,
     "minLength": 1
    },
    "unit": {
     "type": "string",
     "description": "Key or id of the unit that is to take it on.",
     "maxLength": 100
    },
    "stream": {
     "type": "string",
     "description": "The stream of calls; `requests` unless said.",
     "maxLength": 100
    }
   },
   "required": [
    "matter"
   ],
   "description": "Body of `POST /api/calls`."
  },
  "CancelRunDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 2000,
     "minLength": 1
    }
   },
   "required": [
    "reason"
   ],
   "description": "`POST /api/runs/{id}/cancel`"
  },
  "CardValues": {
   "type": "object",
   "additionalProperties": {
    "$ref": "#/components/schemas/JsonValue"
   },
   "description": "The fields of one document as they are stored, by key; empty fields are absent."
  },
  "ChangeAccountDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "pattern": "^[^\\p{Cc}\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "email": {
     "type": [
      "string",
      "null"
     ],
     "maxLength": 254
    },
    "phone": {
     "type": [
      "string",
      "null"
     ],
     "pattern": "^[^\\p{Cc}\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 50
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of a working calendar of the person's own; null for that of the unit.",
     "minLength": 1,
     "maxLength": 100
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the roles of the person's own, besides those through posts and groups.",
     "maxItems": 50
    },
    "posts": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the posts held.",
     "maxItems": 50
    }
   },
   "description": "Body of `PATCH /api/people/{person}`: what is absent stays, what is null is taken away."
  },
  "ChangeGroupDto": {
   "type": "object",
   "properties": {
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "members": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Logins or ids of everybody who is in it from then on.",
     "uniqueItems": true,
     "maxItems": 10000
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Keys of the roles that its members hold.",
     "uniqueItems": true,
     "maxItems": 50
    }
   },
   "description": "Body of `PATCH /api/groups/{key}`: what is absent stays."
  },
  "ChangeMailboxDto": {
   "type": "object",
   "properties": {
    "active": {
     "type": "boolean"
    }
   },
   "required": [
    "active"
   ],
   "description": "Body of `PATCH /api/mailboxes/{id}`."
  },
  "ChangeMeDto": {
   "type": "object",
   "properties": {
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "password": {
     "type": "string",
     "description": "10 to 200 characters, and none that is tried first.",
     "maxLength": 1024
    },
    "currentPassword": {
     "type": "string",
     "maxLength": 1024
    }
   },
   "description": "Body of `PATCH /api/me`. A new password needs the present one."
  },
  "ChangePolicyDto": {
   "type": "object",
   "properties": {
    "decideByLink": {
     "type": "boolean",
     "description": "Whether a letter's link decides without signing in."
    },
    "linkDays": {
     "type": "integer",
     "description": "So long a link lasts.",
     "maximum": 60,
     "minimum": 1
    }
   },
   "description": "Body of `PATCH /api/notification-policy`."
  },
  "ChangePostDto": {
   "type": "object",
   "properties": {
    "since": {
     "type": "string",
     "description": "The day from which on this holds, for what is entered afterwards; absent: from now on.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "unit": {
     "type": "string",
     "description": "Key or id of the unit.",
     "minLength": 1,
     "maxLength": 100
    },
    "holders": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "description": "Logins or ids of everybody who holds it from then on.",
     "uniqueItems": true,
     "maxItems": 500
    }
   },
   "description": "Body of `PATCH /api/posts/{key}`: what is absent stays."
  },
  "ChangeServiceAccountDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "active": {
     "type": "boolean",
     "description": "False closes it: its tokens open nothing from then on."
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string",
      "minLength": 1,
      "maxLength": 100
     },
     "maxItems": 50
    }
   },
   "description": "Body of `PATCH /api/service-accounts/{id}`: what is absent stays."
  },
  "ChangeSettingsDto": {
   "type": "object",
   "properties": {
    "events": {
     "type": "object",
     "additionalProperties": {
      "$ref": "#/components/schemas/EventChoiceDto"
     },
     "description": "By event: the ways that change."
    },
    "quietHours": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/QuietHoursDto"
      },
      {
       "type": "null"
      }
     ],
     "description": "Null: none."
    },
    "digestAt": {
     "type": "string",
     "description": "`HH:MM` of the person's clock.",
     "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$"
    },
    "overview": {
     "type": "boolean",
     "description": "Every working day a letter with what is open, also when there is nothing new."
    },
    "timeZone": {
     "type": [
      "string",
      "null"
     ],
     "description": "IANA, e.g. `Europe/Vilnius`; null for that of the working calendar.",
     "maxLength": 60
    },
    "showContent": {
     "type": "boolean",
     "description": "Whether push messages say what it is about."
    },
    "holdWhileAbsent": {
     "type": "boolean",
     "description": "Whether push and letters wait while the person is absent."
    }
   },
   "description": "Body of `PATCH /api/me/notification-settings`: what is absent stays."
  },
  "ChangeSince": {
   "type": "object",
   "properties": {
    "path": {
     "type": "string",
     "description": "`fields.amount`, `status`, `responsible` or `unit`."
    },
    "name": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/LocalisedText"
      },
      {
       "type": "null"
      }
     ],
     "description": "Of the field; null for the others."
    },
    "before": {},
    "after": {},
    "by": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "name": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "name"
     ],
     "description": "Who changed it last."
    },
    "at": {
     "type": "string",
     "description": "When that was, ISO 8601."
    }
   },
   "required": [
    "path",
    "name",
    "before",
    "after",
    "by",
    "at"
   ],
   "description": "A part of a document that others changed since a version, from what it was then to what it is now."
  },
  "ChangeSubstitutionDto": {
   "type": "object",
   "properties": {
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of streams; null for all."
    },
    "maxAmount": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SumDto"
      },
      {
       "type": "null"
      }
     ],
     "description": "Only for documents of no larger amount; null for any."
    },
    "reason": {
     "type": [
      "string",
      "null"
     ],
     "pattern": "^[^\\0\\p{Cs}]*$",
     "maxLength": 500
    },
    "substitute": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or login; null: nobody acts meanwhile.",
     "pattern": "^[^\\0\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 100
    },
    "startsAt": {
     "type": "string",
     "examples": [
      "2027-03-01T08:00:00Z"
     ],
     "pattern": "^2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$",
     "format": "date-time"
    },
    "endsAt": {
     "type": "string",
     "examples": [
      "2027-03-01T08:00:00Z"
     ],
     "pattern": "^2\\d{3}-\\d\\d-\\d\\dT\\d\\d:\\d\\d(:\\d\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)$",
     "format": "date-time"
    }
   },
   "description": "`PATCH /api/substitutions/{id}`: what is absent stays, null takes a limit away."
  },
  "ChangeUnitDto": {
   "type": "object",
   "properties": {
    "since": {
     "type": "string",
     "description": "The day from which on this holds, for what is entered afterwards; absent: from now on.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "parent": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key or id of the unit above; null for one at the top.",
     "minLength": 1,
     "maxLength": 100
    },
    "head": {
     "type": [
      "string",
      "null"
     ],
     "description": "Login or id of the head.",
     "minLength": 1,
     "maxLength": 100
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of a working calendar; null for that of the unit above.",
     "minLength": 1,
     "maxLength": 100
    }
   },
   "description": "Body of `PATCH /api/units/{key}`: what is absent stays, what is null is taken away."
  },
  "ChangeViewDto": {
   "type": "object",
   "properties": {
    "kind": {
     "$ref": "#/components/schemas/ViewKind",
     "description": "`table` unless said."
    },
    "filter": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ViewFilter"
      },
      {
       "type": "null"
      }
     ],
     "description": "As the register takes it; null for all documents."
    },
    "sort": {
     "type": [
      "string",
      "null"
     ],
     "maxLength": 200
    },
    "sharedWith": {
     "$ref": "#/components/schemas/SharedWithDto",
     "description": "`{kind: \"me\"}` for nobody else."
    },
    "name": {
     "type": "string",
     "maxLength": 100,
     "minLength": 1
    },
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ViewColumnDto"
     },
     "maxItems": 50,
     "minItems": 1
    }
   },
   "description": "Body of `PATCH /api/views/{id}`: what is absent stays."
  },
  "ChangedSubstitutionView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "absent": {
     "$ref": "#/components/schemas/NamedPersonView"
    },
    "substitute": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/NamedPersonView"
      },
      {
       "type": "null"
      }
     ],
     "description": "Null: nobody acts meanwhile."
    },
    "startsAt": {
     "type": "string"
    },
    "endsAt": {
     "type": "string"
    },
    "state": {
     "type": "string",
     "enum": [
      "planned",
      "running",
      "ended"
     ]
    },
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ]
    },
    "maxAmount": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SumDto"
      },
      {
       "type": "null"
      }
     ]
    },
    "reason": {
     "type": [
      "string",
      "null"
     ]
    },
    "createdBy": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/NamedPersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "createdAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "warnings": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SubstitutionWarning"
     }
    }
   },
   "required": [
    "absent",
    "createdAt",
    "createdBy",
    "endsAt",
    "id",
    "maxAmount",
    "reason",
    "startsAt",
    "state",
    "streams",
    "substitute",
    "warnings"
   ],
   "description": "The answer to a change: what it is now, and what the one who made it should know."
  },
  "ChangesQuery": {
   "type": "object",
   "properties": {
    "since": {
     "type": "integer",
     "description": "The version of the document that it is compared with.",
     "maximum": 2000000000,
     "minimum": 1
    }
   },
   "required": [
    "since"
   ],
   "description": "Query of what was changed about a document."
  },
  "Channel": {
   "type": "string",
   "enum": [
    "form",
    "mail",
    "call",
    "sheet",
    "scan",
    "api",
    "screen",
    "route"
   ]
  },
  "Choice": {
   "type": "object",
   "properties": {
    "value": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "value",
    "name"
   ],
   "description": "What can stand in an empty place, and how people know it."
  },
  "ChoiceField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "choice"
    },
    "options": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ChoiceOption"
     }
    },
    "many": {
     "type": "boolean",
     "description": "Holds a list of keys."
    }
   },
   "required": [
    "key",
    "name",
    "options",
    "type"
   ]
  },
  "ChoiceOption": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    }
   },
   "required": [
    "key",
    "name"
   ]
  },
  "ChoosePasswordDto": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string",
     "description": "What stands behind `#` in the link.",
     "minLength": 1,
     "maxLength": 100
    },
    "password": {
     "type": "string",
     "description": "10 to 200 characters, and none that is tried first.",
     "maxLength": 1024
    }
   },
   "required": [
    "password",
    "token"
   ],
   "description": "Body of `POST /api/new-password`."
  },
  "CloseUnitDto": {
   "type": "object",
   "properties": {
    "since": {
     "type": "string",
     "description": "The day from which on this holds, for what is entered afterwards; absent: from now on.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "to": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key or id of the unit to which its posts move with whoever holds them; null or absent: they end.",
     "minLength": 1,
     "maxLength": 100
    }
   },
   "description": "Body of `POST /api/units/{key}/close`."
  },
  "ColumnDefinition": {
   "anyOf": [
    {
     "$ref": "#/components/schemas/TextField"
    },
    {
     "$ref": "#/components/schemas/LongTextField"
    },
    {
     "$ref": "#/components/schemas/NumberField"
    },
    {
     "$ref": "#/components/schemas/IntegerField"
    },
    {
     "$ref": "#/components/schemas/MoneyField"
    },
    {
     "$ref": "#/components/schemas/DateField"
    },
    {
     "$ref": "#/components/schemas/DateTimeField"
    },
    {
     "$ref": "#/components/schemas/BooleanField"
    },
    {
     "$ref": "#/components/schemas/ChoiceField"
    },
    {
     "$ref": "#/components/schemas/ReferenceField"
    },
    {
     "$ref": "#/components/schemas/EmailField"
    },
    {
     "$ref": "#/components/schemas/PhoneField"
    },
    {
     "$ref": "#/components/schemas/TaxNumberField"
    },
    {
     "$ref": "#/components/schemas/UrlField"
    },
    {
     "$ref": "#/components/schemas/PersonField"
    }
   ],
   "description": "Fields that may be columns of a table."
  },
  "CommentDto": {
   "type": "object",
   "properties": {
    "text": {
     "type": "string",
     "maxLength": 20000
    }
   },
   "required": [
    "text"
   ],
   "description": "Body of `POST /api/documents/{id}/comments`."
  },
  "CommentView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "author": {
     "$ref": "#/components/schemas/PersonView"
    },
    "text": {
     "type": "string"
    },
    "mentions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonView"
     },
     "description": "Who is named in it as `@login` and was told of it."
    },
    "createdAt": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "author",
    "text",
    "mentions",
    "createdAt"
   ],
   "description": "What somebody said about a document."
  },
  "CommentViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CommentView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "CompleteDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "`version` of the assignment.",
     "minimum": 0
    },
    "documentVersion": {
     "type": "integer",
     "description": "`version` of its document.",
     "minimum": 0
    },
    "outcome": {
     "type": "string",
     "maxLength": 100
    },
    "comment": {
     "type": "string",
     "maxLength": 10000
    },
    "fields": {
     "type": "object",
     "additionalProperties": {}
    },
    "closeSubAssignments": {
     "type": "boolean"
    }
   },
   "description": "`POST /api/assignments/{id}/complete` and `report`"
  },
  "ComputedField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "computed"
    },
    "expression": {
     "type": "string",
     "description": "FEEL over the card; fields above this one only."
    },
    "result": {
     "type": "string",
     "enum": [
      "money",
      "number",
      "text",
      "boolean",
      "date"
     ],
     "description": "What it gives."
    },
    "decimals": {
     "type": "number",
     "description": "Digits after the point of a number; 2 unless said. Money is rounded as its currency is."
    },
    "currency": {
     "type": "string",
     "description": "For money: taken where the expression gives a bare number."
    }
   },
   "required": [
    "expression",
    "key",
    "name",
    "result",
    "type"
   ]
  },
  "ConfirmSessionDto": {
   "type": "object",
   "properties": {
    "password": {
     "type": "string",
     "maxLength": 1024
    },
    "code": {
     "type": "string",
     "description": "Needed by those who have a second factor.",
     "maxLength": 30
    }
   },
   "required": [
    "password"
   ],
   "description": "Body of `POST /api/session/confirm`."
  },
  "ConfirmedView": {
   "type": "object",
   "properties": {
    "confirmedUntil": {
     "type": "string",
     "description": "Until when delicate changes are taken without asking again."
    }
   },
   "required": [
    "confirmedUntil"
   ],
   "description": "Answer of `POST /api/session/confirm`."
  },
  "CountedAssignment": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "instruction": {
     "type": "string"
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    },
    "performer": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "issuedAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "closedAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "timing": {
     "type": "string",
     "description": "`open`, `overdue`, `in-time` or `late`."
    }
   },
   "required": [
    "id",
    "instruction",
    "document",
    "performer",
    "issuedAt",
    "dueAt",
    "closedAt",
    "timing"
   ],
   "description": "An assignment behind a figure."
  },
  "CountedAssignments": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CountedAssignment"
     }
    },
    "total": {
     "type": "number",
     "description": "All that were counted."
    }
   },
   "required": [
    "items",
    "total"
   ]
  },
  "CountedQueryDto": {
   "type": "object",
   "properties": {
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`, put together from the conditions in the report.",
     "maxLength": 20000
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "skip": {
     "type": "integer",
     "description": "Assignments to pass over.",
     "maximum": 20000,
     "minimum": 0
    }
   },
   "required": [
    "filter"
   ],
   "description": "Query of the assignments behind a figure."
  },
  "CreateViewDto": {
   "type": "object",
   "properties": {
    "kind": {
     "$ref": "#/components/schemas/ViewKind",
     "description": "`table` unless said."
    },
    "filter": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ViewFilter"
      },
      {
       "type": "null"
      }
     ],
     "description": "As the register takes it; null for all documents."
    },
    "sort": {
     "type": [
      "string",
      "null"
     ],
     "maxLength": 200
    },
    "sharedWith": {
     "$ref": "#/components/schemas/SharedWithDto",
     "description": "`{kind: \"me\"}` for nobody else."
    },
    "stream": {
     "type": "string",
     "pattern": "^[a-z][a-z0-9-]{0,39}$"
    },
    "name": {
     "type": "string",
     "maxLength": 100,
     "minLength": 1
    },
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ViewColumnDto"
     },
     "maxItems": 50,
     "minItems": 1
    }
   },
   "required": [
    "stream",
    "name",
    "columns"
   ],
   "description": "Body of `POST /api/views`."
  },
  "CredentialPropertiesOutput": {
   "type": "object",
   "properties": {
    "rk": {
     "type": "boolean"
    }
   }
  },
  "DateField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "date"
    },
    "min": {
     "type": "string"
    },
    "max": {
     "type": "string"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "DatePart": {
   "type": "string",
   "enum": [
    "day",
    "month",
    "quarter",
    "year"
   ]
  },
  "DateTimeField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "datetime"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "DecisionDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "`version` of the assignment.",
     "minimum": 0
    },
    "documentVersion": {
     "type": "integer",
     "description": "`version` of its document.",
     "minimum": 0
    },
    "id": {
     "type": "string",
     "format": "uuid"
    },
    "outcome": {
     "type": "string",
     "maxLength": 100
    },
    "comment": {
     "type": "string",
     "maxLength": 10000
    }
   },
   "required": [
    "id"
   ],
   "description": "One of several decisions."
  },
  "DecisionResult": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "status": {
     "type": "string",
     "enum": [
      "done",
      "refused"
     ]
    },
    "assignment": {
     "$ref": "#/components/schemas/AssignmentView",
     "description": "As it is then."
    },
    "problem": {
     "$ref": "#/components/schemas/ProblemDocument",
     "description": "Why it was refused."
    }
   },
   "required": [
    "id",
    "status"
   ],
   "description": "What became of one of several decisions."
  },
  "DecisionResults": {
   "type": "object",
   "properties": {
    "results": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DecisionResult"
     }
    }
   },
   "required": [
    "results"
   ],
   "description": "In the order in which they were sent."
  },
  "DecisionsDto": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DecisionDto"
     },
     "uniqueItems": true,
     "maxItems": 100,
     "minItems": 1
    }
   },
   "required": [
    "items"
   ],
   "description": "`POST /api/assignments/decisions`"
  },
  "DimensionView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "kind": {
     "type": "string"
    },
    "part": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/DatePart"
      },
      {
       "type": "null"
      }
     ]
    }
   },
   "required": [
    "key",
    "name",
    "kind",
    "part"
   ],
   "description": "What figures can be grouped by."
  },
  "DismissLapseDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 2000,
     "minLength": 1
    }
   },
   "required": [
    "reason"
   ],
   "description": "`POST /api/assignments/{id}/dismiss-lapse`"
  },
  "DocumentChangedSince": {
   "type": "object",
   "properties": {
    "document": {
     "$ref": "#/components/schemas/DocumentView"
    },
    "changes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ChangeSince"
     }
    }
   },
   "required": [
    "document",
    "changes"
   ],
   "description": "A document as it is now, and what was changed since a version: what a screen needs to settle a conflict field by field."
  },
  "DocumentDeed": {
   "type": "string",
   "enum": [
    "comment",
    "send",
    "edit",
    "links",
    "files",
    "route",
    "assign",
    "generate"
   ],
   "description": "What can be done with a document, by the calls that do it: `comment` and `send` (to people chosen on the spot) for whoever may read it; `edit`; `links`; `files` to attach; `route`, `assign` and `generate` a paper."
  },
  "DocumentDetail": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string"
    },
    "fields": {
     "$ref": "#/components/schemas/CardValues"
    },
    "author": {
     "$ref": "#/components/schemas/PersonView"
    },
    "responsible": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "unit": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/UnitView"
      },
      {
       "type": "null"
      }
     ]
    },
    "confidential": {
     "type": "boolean",
     "description": "Levels of access do not reach it, only rights of one's own."
    },
    "flags": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Flag"
     }
    },
    "source": {
     "type": "object",
     "properties": {
      "channel": {
       "$ref": "#/components/schemas/Channel"
      },
      "intakeItemId": {
       "type": "string"
      },
      "language": {
       "$ref": "#/components/schemas/Language",
       "description": "The language of whoever sent it, for the answer."
      },
      "sender": {
       "type": "object",
       "properties": {
        "name": {
         "type": "string"
        },
        "email": {
         "type": "string"
        },
        "phone": {
         "type": "string"
        }
       }
      },
      "messageId": {
       "type": "string",
       "description": "Message-ID of the letter that is answered to."
      },
      "subject": {
       "type": "string"
      }
     }
    },
    "version": {
     "type": "number"
    },
    "createdAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    },
    "updatedAt": {
     "type": "string"
    },
    "may": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DocumentDeed"
     }
    },
    "editable": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the fields that the asker may change."
    }
   },
   "required": [
    "author",
    "confidential",
    "createdAt",
    "editable",
    "fields",
    "flags",
    "id",
    "may",
    "number",
    "responsible",
    "source",
    "status",
    "stream",
    "title",
    "unit",
    "updatedAt",
    "version"
   ],
   "description": "One document with what the asker may do with it."
  },
  "DocumentEvent": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "document"
    },
    "document": {
     "type": "string"
    },
    "event": {
     "type": "string"
    }
   },
   "required": [
    "type",
    "document",
    "event"
   ],
   "description": "Something happened to a document that I have open: `event` is its name in the history, or `assignment.changed`."
  },
  "DocumentHit": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "kind": {
     "type": "string",
     "const": "document"
    },
    "score": {
     "type": "number"
    },
    "status": {
     "type": "string"
    },
    "numberMarks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    },
    "titleMarks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    },
    "match": {
     "$ref": "#/components/schemas/MatchedField",
     "description": "Absent where number and title hold all that was looked for."
    },
    "facts": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Fact"
     },
     "description": "At most three."
    },
    "responsible": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "corrected": {
     "type": "boolean",
     "description": "Not what was typed was found but words that are like it."
    },
    "updatedAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    }
   },
   "required": [
    "corrected",
    "facts",
    "id",
    "kind",
    "number",
    "numberMarks",
    "responsible",
    "score",
    "status",
    "stream",
    "title",
    "titleMarks",
    "updatedAt"
   ]
  },
  "DocumentPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DocumentView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    },
    "total": {
     "type": "number",
     "description": "The exact number of documents, up to `mostCounted`."
    },
    "totalAtLeast": {
     "type": "number",
     "description": "Instead of `total`: there are more than this."
    }
   },
   "required": [
    "items",
    "nextCursor"
   ]
  },
  "DocumentPointer": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "stream",
    "number",
    "title"
   ],
   "description": "As much of a document as a pointer to it shows."
  },
  "DocumentReader": {
   "type": "object",
   "properties": {
    "person": {
     "$ref": "#/components/schemas/PersonView"
    },
    "read": {
     "$ref": "#/components/schemas/AccessAnswer"
    },
    "verbs": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     },
     "description": "What the person may do besides."
    }
   },
   "required": [
    "person",
    "read",
    "verbs"
   ],
   "description": "Somebody who may read a document."
  },
  "DocumentReaderPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DocumentReader"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "DocumentView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string"
    },
    "fields": {
     "$ref": "#/components/schemas/CardValues"
    },
    "author": {
     "$ref": "#/components/schemas/PersonView"
    },
    "responsible": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "unit": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/UnitView"
      },
      {
       "type": "null"
      }
     ]
    },
    "confidential": {
     "type": "boolean",
     "description": "Levels of access do not reach it, only rights of one's own."
    },
    "flags": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Flag"
     }
    },
    "source": {
     "type": "object",
     "properties": {
      "channel": {
       "$ref": "#/components/schemas/Channel"
      },
      "intakeItemId": {
       "type": "string"
      },
      "language": {
       "$ref": "#/components/schemas/Language",
       "description": "The language of whoever sent it, for the answer."
      },
      "sender": {
       "type": "object",
       "properties": {
        "name": {
         "type": "string"
        },
        "email": {
         "type": "string"
        },
        "phone": {
         "type": "string"
        }
       }
      },
      "messageId": {
       "type": "string",
       "description": "Message-ID of the letter that is answered to."
      },
      "subject": {
       "type": "string"
      }
     }
    },
    "version": {
     "type": "number"
    },
    "createdAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    },
    "updatedAt": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "stream",
    "number",
    "title",
    "status",
    "fields",
    "author",
    "responsible",
    "unit",
    "confidential",
    "flags",
    "source",
    "version",
    "createdAt",
    "updatedAt"
   ],
   "description": "A document as the API answers it, except that reference fields still hold bare ids."
  },
  "EarlierCall": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string"
    },
    "statusName": {
     "type": "string",
     "description": "Name of the status in the reader's language."
    },
    "at": {
     "type": "string",
     "description": "ISO 8601, UTC."
    },
    "caller": {
     "type": [
      "string",
      "null"
     ]
    },
    "phone": {
     "type": [
      "string",
      "null"
     ]
    },
    "matter": {
     "type": [
      "string",
      "null"
     ]
    },
    "unit": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/UnitView"
      },
      {
       "type": "null"
      }
     ]
    },
    "takenBy": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ],
     "description": "Who took it on; null while nobody has."
    },
    "outcome": {
     "type": [
      "string",
      "null"
     ],
     "description": "How it was settled, in the reader's language; null while it is open."
    },
    "remark": {
     "type": [
      "string",
      "null"
     ],
     "description": "What was written when it was settled."
    },
    "comments": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CallComment"
     },
     "description": "The latest three, the newest first."
    }
   },
   "required": [
    "at",
    "caller",
    "comments",
    "id",
    "matter",
    "number",
    "outcome",
    "phone",
    "remark",
    "status",
    "statusName",
    "stream",
    "takenBy",
    "title",
    "unit"
   ],
   "description": "A call that came before, and what became of it."
  },
  "EarlierCalls": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/EarlierCall"
     },
     "description": "The newest first."
    }
   },
   "required": [
    "items"
   ]
  },
  "EarlierCallsDto": {
   "type": "object",
   "properties": {
    "client": {
     "type": "string",
     "format": "uuid"
    },
    "phone": {
     "type": "string",
     "maxLength": 60
    },
    "limit": {
     "type": "integer",
     "description": "10 unless said.",
     "maximum": 50,
     "minimum": 1
    }
   },
   "description": "Query of `GET /api/calls`: the client, or the telephone number while the client is not known."
  },
  "EditDocumentDto": {
   "type": "object",
   "properties": {
    "fields": {
     "type": "object",
     "additionalProperties": {},
     "description": "A patch of the card: null empties a field."
    },
    "status": {
     "type": "string",
     "maxLength": 60
    },
    "responsible": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or login of a person; null for nobody.",
     "maxLength": 200
    },
    "unit": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or key of a unit; null for none.",
     "maxLength": 200
    },
    "confidential": {
     "type": "boolean",
     "description": "Whether levels of access do not reach the document, only rights of one's own."
    }
   },
   "description": "Body of `PATCH /api/documents/{id}`: what is absent stays."
  },
  "EmailField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "email"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "EndedSessionsView": {
   "type": "object",
   "properties": {
    "ended": {
     "type": "number",
     "description": "How many ended."
    }
   },
   "required": [
    "ended"
   ],
   "description": "Answer of `DELETE /api/me/sessions`."
  },
  "EventChoice": {
   "type": "object",
   "properties": {
    "bell": {
     "type": "boolean"
    },
    "push": {
     "type": "boolean"
    },
    "mail": {
     "$ref": "#/components/schemas/MailWay"
    }
   },
   "required": [
    "bell",
    "push",
    "mail"
   ],
   "description": "By which ways a person wants to be told of an event."
  },
  "EventChoiceDto": {
   "type": "object",
   "properties": {
    "bell": {
     "type": "boolean"
    },
    "push": {
     "type": "boolean"
    },
    "mail": {
     "$ref": "#/components/schemas/MailWay",
     "description": "At once, in the daily letter, or not."
    }
   },
   "description": "A change of one event's ways."
  },
  "EventKey": {
   "type": "string",
   "enum": [
    "assignment.issued",
    "assignment.handed",
    "assignment.reminder",
    "assignment.overdue",
    "assignment.reported",
    "assignment.returned",
    "assignment.accepted",
    "assignment.cancelled",
    "extension.asked",
    "extension.decided",
    "document.shared",
    "comment.mention",
    "comment.added",
    "decision.refused",
    "decision.taken",
    "route.finished"
   ]
  },
  "EventsQueryDto": {
   "type": "object",
   "properties": {
    "document": {
     "type": "array",
     "items": {
      "type": "string",
      "format": "uuid"
     },
     "description": "Ids of the documents that are open; given once for each.",
     "maxItems": 50
    },
    "unheard": {
     "type": "integer",
     "description": "For so many seconds these documents have been read without being listened to: what happened since is told first.",
     "maximum": 60,
     "minimum": 0
    }
   },
   "description": "`GET /api/events`"
  },
  "ExplainQuery": {
   "type": "object",
   "properties": {
    "person": {
     "type": "string",
     "description": "Login of the person; oneself unless said.",
     "maxLength": 200
    }
   },
   "description": "Query of `GET /api/documents/{id}/access`."
  },
  "ExportFormat": {
   "type": "string",
   "enum": [
    "xlsx",
    "csv"
   ]
  },
  "ExportQuery": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sort": {
     "type": "string",
     "description": "`name`, `-plannedAt`, `status,-createdAt`.",
     "maxLength": 200
    },
    "format": {
     "$ref": "#/components/schemas/ExportFormat",
     "description": "`xlsx` unless said."
    },
    "columns": {
     "type": "string",
     "description": "Fields and document columns, by commas; all unless said.",
     "pattern": "^([A-Za-z][A-Za-z0-9]{0,59}(,[A-Za-z][A-Za-z0-9]{0,59}){0,99})?$"
    }
   },
   "description": "Query of the export of a register."
  },
  "ExportSomeDto": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sort": {
     "type": "string",
     "description": "`name`, `-plannedAt`, `status,-createdAt`.",
     "maxLength": 200
    },
    "format": {
     "$ref": "#/components/schemas/ExportFormat",
     "description": "`xlsx` unless said."
    },
    "columns": {
     "type": "string",
     "description": "Fields and document columns, by commas; all unless said.",
     "pattern": "^([A-Za-z][A-Za-z0-9]{0,59}(,[A-Za-z][A-Za-z0-9]{0,59}){0,99})?$"
    },
    "ids": {
     "type": "array",
     "items": {
      "type": "string",
      "format": "uuid"
     },
     "description": "Ids of the documents.",
     "maxItems": 5000
    }
   },
   "required": [
    "ids"
   ],
   "description": "Body of the export of some documents of a register."
  },
  "ExtendDto": {
   "type": "object",
   "properties": {
    "dueAt": {
     "type": "string",
     "description": "ISO 8601.",
     "format": "date-time"
    },
    "reason": {
     "type": "string",
     "maxLength": 4000,
     "minLength": 1
    }
   },
   "required": [
    "dueAt",
    "reason"
   ],
   "description": "`POST /api/assignments/{id}/extend`"
  },
  "ExtensionOfAssignment": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "askedDueAt": {
     "type": "string",
     "description": "ISO 8601."
    },
    "reason": {
     "type": "string"
    },
    "askedAt": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "askedDueAt",
    "reason",
    "askedAt"
   ],
   "description": "A request for more time that nobody has decided yet."
  },
  "ExtensionState": {
   "type": "string",
   "enum": [
    "asked",
    "granted",
    "denied",
    "withdrawn"
   ]
  },
  "ExtensionView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "assignment": {
     "type": "string"
    },
    "instruction": {
     "type": "string"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "stream": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "stream",
      "number",
      "title"
     ]
    },
    "state": {
     "$ref": "#/components/schemas/ExtensionState"
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ],
     "description": "Of the assignment, as it is now."
    },
    "askedDueAt": {
     "type": "string"
    },
    "reason": {
     "type": "string"
    },
    "askedBy": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonValue"
      },
      {
       "type": "null"
      }
     ]
    },
    "decider": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonValue"
      },
      {
       "type": "null"
      }
     ]
    },
    "askedAt": {
     "type": "string"
    },
    "decidedAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "decidedBy": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonValue"
      },
      {
       "type": "null"
      }
     ]
    },
    "answer": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "assignment",
    "instruction",
    "document",
    "state",
    "dueAt",
    "askedDueAt",
    "reason",
    "askedBy",
    "decider",
    "askedAt",
    "decidedAt",
    "decidedBy",
    "answer"
   ],
   "description": "A request for more time, as the API answers it. Times are ISO 8601."
  },
  "ExtensionViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ExtensionView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "ExtensionsQueryDto": {
   "type": "object",
   "properties": {
    "state": {
     "type": "string",
     "enum": [
      "asked",
      "granted",
      "denied",
      "withdrawn"
     ]
    },
    "mine": {
     "type": "boolean",
     "description": "Only those that I decide."
    }
   },
   "description": "`GET /api/extensions`"
  },
  "Fact": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "text": {
     "type": "string"
    }
   },
   "required": [
    "field",
    "name",
    "text"
   ],
   "description": "A field by which one tells documents with the same title apart."
  },
  "FailDto": {
   "type": "object",
   "properties": {
    "code": {
     "type": "string",
     "description": "The error that the route may catch.",
     "maxLength": 100
    },
    "reason": {
     "type": "string",
     "maxLength": 10000,
     "minLength": 1
    }
   },
   "required": [
    "reason"
   ],
   "description": "`POST /api/assignments/{id}/fail`"
  },
  "FieldAccessDto": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "minLength": 1,
     "maxLength": 40
    },
    "viewRoles": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of the roles that see it; null or absent: everybody."
    },
    "editRoles": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of the roles that fill it in and change it; null or absent: everybody."
    }
   },
   "required": [
    "key"
   ],
   "description": "A field that not everybody sees or changes who sees and changes the document."
  },
  "FieldAccessView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "type": {
     "type": "string"
    },
    "viewRoles": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ]
    },
    "editRoles": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ]
    },
    "shownToAll": {
     "type": "boolean",
     "description": "It stands in the title, in the calendar or as the amount, so that it cannot be hidden from some."
    }
   },
   "required": [
    "key",
    "name",
    "type",
    "viewRoles",
    "editRoles",
    "shownToAll"
   ],
   "description": "A field of the card with who sees and changes it; null: whoever sees and changes the document."
  },
  "FieldCommon": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    }
   },
   "required": [
    "key",
    "name"
   ],
   "description": "What every field of a card has."
  },
  "FieldDefinition": {
   "anyOf": [
    {
     "$ref": "#/components/schemas/ColumnDefinition"
    },
    {
     "$ref": "#/components/schemas/TableField"
    },
    {
     "$ref": "#/components/schemas/ComputedField"
    }
   ]
  },
  "Figure": {
   "type": "object",
   "properties": {
    "number": {
     "type": [
      "number",
      "null"
     ]
    },
    "money": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Sum"
     },
     "description": "Decimal text."
    }
   },
   "required": [
    "number",
    "money"
   ],
   "description": "One figure: a number, or amounts of money, one for each currency. Both empty where there is nothing to tell."
  },
  "FileContentQuery": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "The current one unless said.",
     "maximum": 2000000000,
     "minimum": 1
    }
   },
   "description": "Query of the content of a file."
  },
  "FilePreview": {
   "type": "object",
   "properties": {
    "kind": {
     "$ref": "#/components/schemas/PreviewKind"
    },
    "name": {
     "type": "string"
    },
    "type": {
     "type": "string",
     "description": "Media type by content."
    },
    "size": {
     "type": "number",
     "description": "Bytes."
    },
    "reason": {
     "$ref": "#/components/schemas/PreviewReason",
     "description": "Of kind `none`."
    },
    "text": {
     "$ref": "#/components/schemas/TextPreview",
     "description": "Of kind `text`."
    },
    "sheets": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SheetPreview"
     },
     "description": "Of kind `sheets`."
    },
    "letter": {
     "$ref": "#/components/schemas/LetterPreview",
     "description": "Of kind `letter`; its text is the page."
    }
   },
   "required": [
    "kind",
    "name",
    "type",
    "size"
   ],
   "description": "What a viewer needs to show a file."
  },
  "FileVersions": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FileView"
     }
    }
   },
   "required": [
    "items"
   ],
   "description": "What a file was and is."
  },
  "FileView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "role": {
     "type": "string"
    },
    "template": {
     "type": [
      "string",
      "null"
     ]
    },
    "type": {
     "type": "string"
    },
    "size": {
     "type": "number",
     "description": "Bytes."
    },
    "sha256": {
     "type": "string"
    },
    "version": {
     "type": "number"
    },
    "createdAt": {
     "type": "string"
    },
    "createdBy": {
     "$ref": "#/components/schemas/PersonView"
    }
   },
   "required": [
    "id",
    "name",
    "role",
    "template",
    "type",
    "size",
    "sha256",
    "version",
    "createdAt",
    "createdBy"
   ],
   "description": "A file as the API answers it."
  },
  "FileViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FileView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "FilterCondition": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string"
    },
    "op": {
     "type": "string"
    },
    "value": {}
   },
   "required": [
    "field",
    "op"
   ]
  },
  "FindPeopleDto": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "maxLength": 200
    },
    "document": {
     "type": "string",
     "description": "Id of a document: whether each person may read it is told.",
     "format": "uuid"
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    }
   },
   "description": "Query of `GET /api/people`."
  },
  "FireTimerDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 2000
    }
   },
   "description": "`POST /api/runs/{id}/timers/{timer}/fire`"
  },
  "FirstCodeDto": {
   "type": "object",
   "properties": {
    "code": {
     "type": "string",
     "description": "What the authenticator app shows.",
     "minLength": 6,
     "maxLength": 10
    }
   },
   "required": [
    "code"
   ],
   "description": "Body of `POST /api/me/second-factor/confirm`."
  },
  "FirstRunDto": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string",
     "description": "What stands behind `#` in the link that the server printed.",
     "minLength": 1,
     "maxLength": 100
    },
    "login": {
     "type": "string",
     "minLength": 1,
     "maxLength": 100
    },
    "name": {
     "type": "string",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "email": {
     "type": "string",
     "maxLength": 254
    },
    "password": {
     "type": "string",
     "description": "10 to 200 characters, and none that is tried first.",
     "maxLength": 1024
    },
    "organisation": {
     "type": "string",
     "description": "The name of the firm, for letters and papers.",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    }
   },
   "required": [
    "token",
    "login",
    "name",
    "email",
    "password",
    "organisation"
   ],
   "description": "Body of `POST /api/first-run`."
  },
  "FirstRunView": {
   "type": "object",
   "properties": {
    "needed": {
     "type": "boolean",
     "description": "There are no people yet: whoever has the link that the server printed makes the first administrator."
    }
   },
   "required": [
    "needed"
   ],
   "description": "Answer of `GET /api/first-run`."
  },
  "Flag": {
   "type": "object",
   "properties": {
    "path": {
     "type": "string"
    },
    "code": {
     "type": "string"
    },
    "message": {
     "type": "string"
    },
    "value": {
     "type": "string"
    }
   },
   "required": [
    "path",
    "code",
    "message"
   ],
   "description": "Something on the card that a clerk must look at; `value` shows what was sent and could not be taken."
  },
  "FormDefinition": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "title": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "intro": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FormField"
     }
    },
    "uploads": {
     "$ref": "#/components/schemas/FormUploads"
    },
    "confirmation": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Shown after sending; `{number}` stands for the registration number."
    }
   },
   "required": [
    "key",
    "title",
    "fields",
    "confirmation"
   ],
   "description": "A public web form that registers a document of this stream."
  },
  "FormField": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string"
    },
    "label": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "required": {
     "type": "boolean",
     "description": "Stricter than the card; a form cannot be laxer."
    },
    "default": {
     "description": "Taken where nothing is sent; goes before the default of the card."
    }
   },
   "required": [
    "field"
   ]
  },
  "FormQuestion": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "type": {
     "type": "string",
     "enum": [
      "text",
      "longtext",
      "number",
      "integer",
      "money",
      "date",
      "datetime",
      "boolean",
      "choice",
      "reference",
      "email",
      "phone",
      "taxNumber",
      "url",
      "person",
      "table",
      "computed"
     ]
    },
    "label": {
     "type": "string"
    },
    "required": {
     "type": "boolean"
    },
    "help": {
     "type": "string"
    },
    "default": {},
    "options": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "name": {
        "type": "string"
       }
      },
      "required": [
       "key",
       "name"
      ]
     },
     "description": "Of a choice."
    },
    "many": {
     "type": "boolean",
     "description": "Of a choice: several may be chosen."
    },
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FormQuestion"
     },
     "description": "Of a table."
    },
    "maxRows": {
     "type": "number",
     "description": "Of a table."
    }
   },
   "required": [
    "key",
    "type",
    "label",
    "required"
   ],
   "description": "A question of a form, as a program that draws its own form needs it."
  },
  "FormReceipt": {
   "type": "object",
   "properties": {
    "number": {
     "type": [
      "string",
      "null"
     ]
    },
    "receipt": {
     "type": "string"
    }
   },
   "required": [
    "number",
    "receipt"
   ],
   "description": "What was taken in: the number of its document where it has one already, and the receipt that asks for it."
  },
  "FormUploads": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string",
     "description": "Name of the part in the sent form: `file`."
    },
    "label": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "maxFiles": {
     "type": "number"
    },
    "maxBytes": {
     "type": "number",
     "description": "Bytes of one file."
    }
   },
   "required": [
    "field",
    "label",
    "maxFiles",
    "maxBytes"
   ]
  },
  "FormView": {
   "type": "object",
   "properties": {
    "form": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "title": {
     "type": "string"
    },
    "intro": {
     "type": "string"
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FormQuestion"
     }
    },
    "uploads": {
     "type": "object",
     "properties": {
      "field": {
       "type": "string"
      },
      "label": {
       "type": "string"
      },
      "maxFiles": {
       "type": "number"
      },
      "maxBytes": {
       "type": "number"
      }
     },
     "required": [
      "field",
      "label",
      "maxFiles",
      "maxBytes"
     ]
    }
   },
   "required": [
    "form",
    "stream",
    "language",
    "title",
    "fields"
   ],
   "description": "A public form as `GET /api/forms/{form}` tells it."
  },
  "GenerateDto": {
   "type": "object",
   "properties": {
    "template": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "language": {
     "type": "string",
     "maxLength": 2
    }
   },
   "required": [
    "template"
   ],
   "description": "`POST /api/documents/{id}/generate`"
  },
  "GrantDto": {
   "type": "object",
   "properties": {
    "dueAt": {
     "type": "string",
     "description": "Another time than was asked for; ISO 8601.",
     "format": "date-time"
    },
    "answer": {
     "type": "string",
     "maxLength": 4000
    }
   },
   "description": "`POST /api/extensions/{id}/grant`"
  },
  "GroupView": {
   "type": "object",
   "properties": {
    "key": {
     "type": [
      "string",
      "null"
     ],
     "description": "Null for what has no value."
    },
    "label": {
     "type": [
      "string",
      "null"
     ],
     "description": "What people call it; null where there is no value, or its name may not be seen."
    },
    "tone": {
     "type": [
      "string",
      "null"
     ]
    },
    "conditions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportCondition"
     }
    }
   },
   "required": [
    "key",
    "label",
    "tone",
    "conditions"
   ],
   "description": "One value of a dimension, with the conditions that lead to the documents behind it."
  },
  "HistoryEntry": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "at": {
     "type": "string"
    },
    "actor": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "name": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "name"
     ]
    },
    "event": {
     "type": "string"
    },
    "detail": {
     "type": "object",
     "additionalProperties": {}
    }
   },
   "required": [
    "id",
    "at",
    "actor",
    "event",
    "detail"
   ],
   "description": "One event in the story of a document."
  },
  "HistoryEntryPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/HistoryEntry"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "Holiday": {
   "type": "object",
   "properties": {
    "date": {
     "type": "string",
     "description": "ISO 8601."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "In the languages of the country that are ours, and in English."
    }
   },
   "required": [
    "date",
    "name"
   ],
   "description": "A day off by law."
  },
  "HolidayPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Holiday"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "HolidaysQueryDto": {
   "type": "object",
   "properties": {
    "country": {
     "type": "string",
     "description": "Code of ISO 3166-1, e.g. `LT`.",
     "pattern": "^[A-Z]{2}$"
    },
    "year": {
     "type": "integer",
     "maximum": 2100,
     "minimum": 2000
    }
   },
   "required": [
    "country",
    "year"
   ],
   "description": "Query of `GET /api/holidays`."
  },
  "ImportAction": {
   "type": "string",
   "enum": [
    "add",
    "change",
    "same"
   ]
  },
  "ImportCounts": {
   "type": "object",
   "properties": {
    "add": {
     "type": "number"
    },
    "change": {
     "type": "number"
    },
    "same": {
     "type": "number"
    }
   },
   "required": [
    "add",
    "change",
    "same"
   ],
   "description": "How many of a kind are new, changed, or as they were."
  },
  "ImportFault": {
   "type": "object",
   "properties": {
    "sheet": {
     "$ref": "#/components/schemas/ImportSheet"
    },
    "row": {
     "type": "number",
     "description": "As programs for sheets count rows."
    },
    "column": {
     "type": "string"
    },
    "code": {
     "type": "string"
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "sheet",
    "row",
    "column",
    "code",
    "message"
   ]
  },
  "ImportQueryDto": {
   "type": "object",
   "properties": {
    "invite": {
     "type": "boolean",
     "description": "Send those who are new, and have an address, a letter with a link for a first password."
    }
   },
   "description": "Query of `POST /api/organisation/import`."
  },
  "ImportReport": {
   "type": "object",
   "properties": {
    "units": {
     "$ref": "#/components/schemas/ImportCounts"
    },
    "people": {
     "$ref": "#/components/schemas/ImportCounts"
    },
    "posts": {
     "$ref": "#/components/schemas/ImportCounts"
    },
    "heads": {
     "type": "number",
     "description": "Units that get another head."
    },
    "problems": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ImportFault"
     },
     "description": "What is wrong, row by row; nothing is imported while there is any."
    },
    "rows": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ImportedRow"
     },
     "description": "What becomes of each unit and person."
    }
   },
   "required": [
    "units",
    "people",
    "posts",
    "heads",
    "problems",
    "rows"
   ],
   "description": "What a file changes, or would change."
  },
  "ImportSheet": {
   "type": "string",
   "enum": [
    "units",
    "people"
   ]
  },
  "ImportedRow": {
   "type": "object",
   "properties": {
    "sheet": {
     "$ref": "#/components/schemas/ImportSheet"
    },
    "row": {
     "type": "number"
    },
    "key": {
     "type": "string"
    },
    "action": {
     "$ref": "#/components/schemas/ImportAction"
    }
   },
   "required": [
    "sheet",
    "row",
    "key",
    "action"
   ]
  },
  "InboxEvent": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "inbox"
    },
    "assignment": {
     "type": "string"
    },
    "document": {
     "type": "string"
    },
    "kind": {
     "$ref": "#/components/schemas/AssignmentChangeKind"
    }
   },
   "required": [
    "type",
    "assignment",
    "document",
    "kind"
   ],
   "description": "An assignment was issued to me, changed, or is mine no more: as performer, candidate, owner or controller."
  },
  "IndividualRunDto": {
   "type": "object",
   "properties": {
    "purpose": {
     "type": "string",
     "enum": [
      "approve",
      "execute",
      "acknowledge"
     ]
    },
    "stages": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/IndividualStageDto"
     },
     "description": "One after another; for \"in turn\", one person in each.",
     "maxItems": 50,
     "minItems": 1
    },
    "controller": {
     "type": "string",
     "description": "Id or login of who watches over it.",
     "maxLength": 100,
     "minLength": 1
    }
   },
   "required": [
    "purpose",
    "stages"
   ],
   "description": "`POST /api/documents/{id}/individual-runs`"
  },
  "IndividualStageDto": {
   "type": "object",
   "properties": {
    "people": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 100,
      "minLength": 1
     },
     "description": "Ids or logins, asked at once.",
     "maxItems": 100,
     "minItems": 1
    },
    "due": {
     "type": "string",
     "description": "\"2 working days\", or an ISO 8601 date or time.",
     "maxLength": 100
    },
    "instruction": {
     "type": "string",
     "maxLength": 4000
    }
   },
   "required": [
    "people"
   ],
   "description": "People who are asked at once."
  },
  "IntakeChannel": {
   "type": "string",
   "enum": [
    "mail",
    "form"
   ],
   "description": "The ways into the house that leave an intake item."
  },
  "IntakeItem": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "channel": {
     "$ref": "#/components/schemas/IntakeChannel"
    },
    "source": {
     "type": "string",
     "description": "The mailbox or form that it came through."
    },
    "stream": {
     "type": "string"
    },
    "receivedAt": {
     "type": "string",
     "format": "date-time"
    },
    "rawSha256": {
     "type": "string"
    },
    "rawSize": {
     "type": "number"
    },
    "rawType": {
     "type": "string"
    },
    "sender": {
     "type": [
      "string",
      "null"
     ]
    },
    "subject": {
     "type": [
      "string",
      "null"
     ]
    },
    "messageId": {
     "type": [
      "string",
      "null"
     ]
    },
    "state": {
     "$ref": "#/components/schemas/IntakeState"
    },
    "outcome": {
     "type": "object",
     "additionalProperties": {}
    },
    "documentId": {
     "type": [
      "string",
      "null"
     ]
    },
    "attempts": {
     "type": "number"
    },
    "processedAt": {
     "anyOf": [
      {
       "type": "string",
       "format": "date-time"
      },
      {
       "type": "null"
      }
     ]
    }
   },
   "required": [
    "id",
    "channel",
    "source",
    "stream",
    "receivedAt",
    "rawSha256",
    "rawSize",
    "rawType",
    "sender",
    "subject",
    "messageId",
    "state",
    "outcome",
    "documentId",
    "attempts",
    "processedAt"
   ],
   "description": "An arrival as it was written down."
  },
  "IntakeItemPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/IntakeItem"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "IntakeState": {
   "type": "string",
   "enum": [
    "received",
    "registered",
    "duplicate",
    "ignored",
    "failed"
   ]
  },
  "IntegerField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "integer"
    },
    "min": {
     "type": "number"
    },
    "max": {
     "type": "number"
    },
    "sum": {
     "type": "boolean",
     "description": "In a table: whether its sum stands below the column; it does unless said."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "IssuedAssignments": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "state": {
     "$ref": "#/components/schemas/AssignmentState"
    },
    "instruction": {
     "type": "string"
    },
    "document": {
     "$ref": "#/components/schemas/AssignedDocument"
    },
    "run": {
     "type": "string"
    },
    "step": {
     "$ref": "#/components/schemas/AssignmentStep"
    },
    "author": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "performer": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "actingFor": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "owner": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "candidates": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonValue"
     }
    },
    "controller": {
     "$ref": "#/components/schemas/PersonValue"
    },
    "outcomes": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "label": {
        "type": "string"
       },
       "reasonRequired": {
        "type": "boolean"
       }
      },
      "required": [
       "key",
       "label",
       "reasonRequired"
      ]
     }
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "dueBecause": {
     "type": [
      "string",
      "null"
     ]
    },
    "issuedAt": {
     "type": "string"
    },
    "waitingSince": {
     "type": "string",
     "description": "Since when it has waited for whoever has to do with it now."
    },
    "closedAt": {
     "type": "string"
    },
    "outcome": {
     "type": "string"
    },
    "comment": {
     "type": "string"
    },
    "round": {
     "type": "number"
    },
    "contentHash": {
     "type": "string"
    },
    "lapsedAt": {
     "type": "string",
     "description": "The document has changed since: the decision does not hold any more."
    },
    "askedAgain": {
     "$ref": "#/components/schemas/AskedAgainView"
    },
    "parent": {
     "type": "string",
     "description": "The assignment that it is a part of."
    },
    "coPerformer": {
     "type": "boolean",
     "const": true
    },
    "lead": {
     "$ref": "#/components/schemas/PersonValue",
     "description": "Of a co-performer: who accepts where there is no controller."
    },
    "skippable": {
     "type": "boolean",
     "const": true
    },
    "acceptance": {
     "type": "boolean",
     "const": true,
     "description": "Completing it is a report, which the controller accepts or returns."
    },
    "openedAt": {
     "type": "string"
    },
    "suspendedUntil": {
     "type": "string"
    },
    "report": {
     "type": "object",
     "properties": {
      "outcome": {
       "type": [
        "string",
        "null"
       ]
      },
      "comment": {
       "type": [
        "string",
        "null"
       ]
      },
      "by": {
       "$ref": "#/components/schemas/PersonValue"
      },
      "at": {
       "type": "string"
      }
     },
     "required": [
      "outcome",
      "comment",
      "at"
     ]
    },
    "returnedReason": {
     "type": "string"
    },
    "failedReason": {
     "type": "string"
    },
    "extension": {
     "$ref": "#/components/schemas/ExtensionOfAssignment",
     "description": "The open request for more time."
    },
    "recallable": {
     "type": "boolean",
     "description": "Of a closed one, where it is asked for: whether I may take the decision back now."
    },
    "may": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AssignmentDeed"
     },
     "description": "Where it is asked for: what I may do about it besides answering it."
    },
    "version": {
     "type": "number"
    },
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AssignmentView"
     }
    }
   },
   "required": [
    "candidates",
    "document",
    "dueAt",
    "dueBecause",
    "id",
    "instruction",
    "issuedAt",
    "items",
    "outcomes",
    "state",
    "version",
    "waitingSince"
   ],
   "description": "What was issued: the first of the assignments (the lead's), and all of them."
  },
  "JsonValue": {
   "anyOf": [
    {
     "type": "string"
    },
    {
     "type": "number"
    },
    {
     "type": "boolean"
    },
    {
     "type": "null"
    },
    {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/JsonValue"
     }
    },
    {
     "type": "object",
     "additionalProperties": {
      "$ref": "#/components/schemas/JsonValue"
     }
    }
   ],
   "description": "What is stored of a field."
  },
  "Language": {
   "type": "string",
   "enum": [
    "en",
    "ru",
    "pl",
    "lt"
   ]
  },
  "LastContact": {
   "type": "object",
   "properties": {
    "at": {
     "type": "string"
    },
    "channel": {
     "$ref": "#/components/schemas/Channel"
    },
    "direction": {
     "type": "string",
     "enum": [
      "in",
      "out"
     ]
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    }
   },
   "required": [
    "at",
    "channel",
    "direction",
    "document"
   ],
   "description": "When somebody outside was last heard or written to."
  },
  "LetterAttachment": {
   "type": "object",
   "properties": {
    "part": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "type": {
     "type": "string"
    },
    "size": {
     "type": "number"
    }
   },
   "required": [
    "part",
    "name",
    "type",
    "size"
   ],
   "description": "A file within a letter. `part` is its address there: `0`, or `2.0` inside of a letter that is itself attached."
  },
  "LetterPreview": {
   "type": "object",
   "properties": {
    "subject": {
     "type": "string"
    },
    "from": {
     "type": "string"
    },
    "to": {
     "type": "string"
    },
    "cc": {
     "type": "string"
    },
    "sentAt": {
     "type": "string",
     "description": "ISO 8601; absent where the letter has none that can be read."
    },
    "attachments": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LetterAttachment"
     }
    },
    "incomplete": {
     "type": "boolean",
     "description": "True where not all of the letter could be read."
    }
   },
   "required": [
    "subject",
    "from",
    "to",
    "cc",
    "attachments",
    "incomplete"
   ],
   "description": "The head of a letter. Addresses are as they were sent."
  },
  "LettersDefinition": {
   "type": "object",
   "properties": {
    "labels": {
     "type": "object",
     "additionalProperties": {
      "type": "array",
      "items": {
       "type": "string"
      }
     },
     "description": "Which `Label: value` line of a letter fills which field: labels in any language, by field key."
    }
   },
   "required": [
    "labels"
   ]
  },
  "LikelyStep": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "route": {
     "type": "string",
     "description": "Key of the called route that has it; absent for the main one."
    }
   },
   "required": [
    "element",
    "name"
   ],
   "description": "A step that a run may come to when one that is under way is done."
  },
  "LinkDto": {
   "type": "object",
   "properties": {
    "to": {
     "type": "string",
     "description": "Id of the other document.",
     "format": "uuid"
    },
    "kind": {
     "type": "string",
     "description": "What the link means, e.g. `related`.",
     "maxLength": 40
    }
   },
   "required": [
    "to",
    "kind"
   ],
   "description": "A link to be made."
  },
  "LinkListQuery": {
   "type": "object",
   "properties": {
    "limit": {
     "type": "integer",
     "description": "Entries in the answer.",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 8000
    },
    "stream": {
     "type": "string",
     "description": "Only links with documents of this stream.",
     "pattern": "^[a-z][a-z0-9-]{0,39}$"
    },
    "kind": {
     "type": "string",
     "pattern": "^[A-Za-z0-9:.-]{1,100}$"
    }
   },
   "description": "Query of the links of a document."
  },
  "LinkPolicy": {
   "type": "object",
   "properties": {
    "decideByLink": {
     "type": "boolean",
     "description": "Whether a letter's link decides without signing in; otherwise it leads to the sign-in."
    },
    "linkDays": {
     "type": "number",
     "description": "So long a link lasts."
    }
   },
   "required": [
    "decideByLink",
    "linkDays"
   ],
   "description": "What the organisation allows of decision links."
  },
  "LinkTokenDto": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string",
     "description": "What stands behind `#` in the link.",
     "minLength": 1,
     "maxLength": 100
    }
   },
   "required": [
    "token"
   ],
   "description": "Body of `POST /api/new-password/check`."
  },
  "LinkView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "kind": {
     "type": "string"
    },
    "from": {
     "$ref": "#/components/schemas/DocumentPointer"
    },
    "to": {
     "$ref": "#/components/schemas/DocumentPointer"
    }
   },
   "required": [
    "id",
    "kind",
    "from",
    "to"
   ],
   "description": "A link as the API answers it. Of kind `field:<key>`: the reference field of `from` that holds `to`."
  },
  "LinkViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LinkView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "LinkingRule": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string",
     "description": "The reference field of this stream to fill."
    },
    "stream": {
     "type": "string",
     "description": "Where to look."
    },
    "by": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "from": {
        "type": "string"
       },
       "to": {
        "type": "string"
       }
      },
      "required": [
       "from",
       "to"
      ]
     }
    }
   },
   "required": [
    "field",
    "stream",
    "by"
   ],
   "description": "Finds the document that a reference field should hold: the first pair that matches exactly one wins."
  },
  "ListIntakeDto": {
   "type": "object",
   "properties": {
    "state": {
     "$ref": "#/components/schemas/IntakeState"
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "The `nextCursor` of the page before.",
     "format": "uuid"
    }
   },
   "description": "Query of `GET /api/intake`."
  },
  "LiveEvent": {
   "anyOf": [
    {
     "$ref": "#/components/schemas/InboxEvent"
    },
    {
     "$ref": "#/components/schemas/DocumentEvent"
    },
    {
     "$ref": "#/components/schemas/NotificationEvent"
    },
    {
     "$ref": "#/components/schemas/ResyncEvent"
    }
   ],
   "description": "What a stream of events tells; the name of each event is its type, its data all of it as JSON."
  },
  "LocalInterval": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string"
    },
    "to": {
     "type": "string"
    }
   },
   "required": [
    "from",
    "to"
   ],
   "description": "A stretch of work by the wall clock, `HH:MM` to `HH:MM`; `to` may be `24:00`. Work over midnight is two intervals."
  },
  "LocalisedText": {
   "anyOf": [
    {
     "type": "string"
    },
    {
     "type": "object",
     "properties": {
      "en": {
       "type": "string"
      },
      "ru": {
       "type": "string"
      },
      "pl": {
       "type": "string"
      },
      "lt": {
       "type": "string"
      }
     },
     "required": [
      "en"
     ]
    }
   ],
   "description": "A text that people read: one string for all languages, or one per language (`en` is the fallback)."
  },
  "LongTextField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "longtext"
    },
    "maxLength": {
     "type": "number",
     "description": "Characters; 200,000 unless said."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "MailAddress": {
   "type": "object",
   "properties": {
    "address": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "address"
   ],
   "description": "Somebody a mail goes to or comes from."
  },
  "MailState": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "state": {
     "type": "string",
     "enum": [
      "queued",
      "dismissed"
     ]
    }
   },
   "required": [
    "id",
    "state"
   ],
   "description": "What has become of a mail."
  },
  "MailView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "kind": {
     "type": "string",
     "description": "What it is for, such as `receipt` or `reminder`."
    },
    "recipients": {
     "$ref": "#/components/schemas/OutgoingRecipients"
    },
    "subject": {
     "type": "string"
    },
    "state": {
     "type": "string",
     "enum": [
      "queued",
      "sent",
      "failed",
      "dismissed"
     ]
    },
    "attempts": {
     "type": "number"
    },
    "answer": {
     "type": [
      "string",
      "null"
     ],
     "description": "What the mail server said last."
    },
    "messageId": {
     "type": "string"
    },
    "text": {
     "type": "string"
    },
    "createdAt": {
     "type": "string",
     "format": "date-time"
    },
    "sentAt": {
     "anyOf": [
      {
       "type": "string",
       "format": "date-time"
      },
      {
       "type": "null"
      }
     ]
    }
   },
   "required": [
    "id",
    "kind",
    "recipients",
    "subject",
    "state",
    "attempts",
    "answer",
    "messageId",
    "text",
    "createdAt",
    "sentAt"
   ],
   "description": "A letter that left, or is to leave."
  },
  "MailViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MailView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "MailWay": {
   "type": "string",
   "enum": [
    "now",
    "digest",
    "off"
   ]
  },
  "MailboxState": {
   "type": "string",
   "enum": [
    "new",
    "reading",
    "down",
    "off"
   ],
   "description": "`reading`: connected and up to date with the server. `down`: see `stateMessage`; tried again by itself."
  },
  "MailboxView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "active": {
     "type": "boolean"
    },
    "state": {
     "$ref": "#/components/schemas/MailboxState"
    },
    "stateMessage": {
     "type": [
      "string",
      "null"
     ]
    },
    "stateAt": {
     "anyOf": [
      {
       "type": "string",
       "format": "date-time"
      },
      {
       "type": "null"
      }
     ]
    }
   },
   "required": [
    "id",
    "name",
    "stream",
    "active",
    "state",
    "stateMessage",
    "stateAt"
   ],
   "description": "A mailbox as people see it: without its address, which holds a password."
  },
  "MailboxViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MailboxView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "MakeServiceTokenDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "description": "By which its owner knows it, e.g. \"Export to accounting\".",
     "minLength": 1,
     "maxLength": 100
    },
    "days": {
     "type": "integer",
     "description": "Days until it expires; 90 unless said otherwise.",
     "maximum": 366,
     "minimum": 1
    },
    "streams": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 60
     },
     "description": "Keys of streams: the token is good for their documents and for nothing besides; without it the rights of its owner count.",
     "maxItems": 100,
     "minItems": 1
    },
    "scopes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/TokenScope"
     },
     "description": "`read` alone lets nothing be changed; `scim` provisions people and groups and does nothing else.",
     "uniqueItems": true,
     "minItems": 1
    }
   },
   "required": [
    "name",
    "scopes"
   ],
   "description": "Body of `POST /api/service-accounts/{id}/tokens`."
  },
  "MakeTokenDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "description": "By which its owner knows it, e.g. \"Export to accounting\".",
     "minLength": 1,
     "maxLength": 100
    },
    "days": {
     "type": "integer",
     "description": "Days until it expires; 90 unless said otherwise.",
     "maximum": 366,
     "minimum": 1
    },
    "streams": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 60
     },
     "description": "Keys of streams: the token is good for their documents and for nothing besides; without it the rights of its owner count.",
     "maxItems": 100,
     "minItems": 1
    },
    "scopes": {
     "type": "array",
     "items": {
      "type": "string",
      "enum": [
       "read",
       "write"
      ]
     },
     "description": "`read` alone lets nothing be changed.",
     "uniqueItems": true,
     "minItems": 1
    }
   },
   "required": [
    "name",
    "scopes"
   ],
   "description": "Body of `POST /api/me/tokens`."
  },
  "Mark": {
   "type": "array",
   "minItems": 2,
   "items": [
    {
     "type": "number",
     "title": "start"
    },
    {
     "type": "number",
     "title": "end"
    }
   ],
   "maxItems": 2,
   "description": "A piece of a text: from `start` until before `end`, counted in UTF-16 units as JavaScript counts."
  },
  "MarkReadDto": {
   "type": "object",
   "properties": {
    "ids": {
     "type": "array",
     "items": {
      "type": "string",
      "format": "uuid"
     },
     "maxItems": 500
    },
    "document": {
     "type": "string",
     "description": "All about this document.",
     "format": "uuid"
    },
    "all": {
     "type": "boolean"
    }
   },
   "description": "Body of `POST /api/notifications/read`: what was read."
  },
  "MarkedText": {
   "type": "object",
   "properties": {
    "text": {
     "type": "string"
    },
    "marks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    }
   },
   "required": [
    "text",
    "marks"
   ],
   "description": "A text that was found, with the places of what was looked for."
  },
  "MatchedField": {
   "type": "object",
   "properties": {
    "text": {
     "type": "string"
    },
    "marks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    },
    "field": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "Its name in the reader's language."
    }
   },
   "required": [
    "field",
    "marks",
    "name",
    "text"
   ],
   "description": "The field in which something was found; a part of it around the place."
  },
  "Me": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "email": {
     "type": [
      "string",
      "null"
     ]
    },
    "language": {
     "$ref": "#/components/schemas/Language"
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "units": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "head": {
        "type": "boolean"
       },
       "id": {
        "type": "string"
       },
       "key": {
        "type": "string"
       },
       "name": {
        "type": "string"
       }
      },
      "required": [
       "head",
       "id",
       "key",
       "name"
      ]
     }
    },
    "posts": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "id": {
        "type": "string"
       },
       "key": {
        "type": "string"
       },
       "name": {
        "type": "string"
       }
      },
      "required": [
       "id",
       "key",
       "name"
      ]
     }
    },
    "substitutes": {
     "type": "object",
     "properties": {
      "actsFor": {
       "type": "array",
       "items": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string"
         },
         "login": {
          "type": "string"
         },
         "name": {
          "type": "string"
         }
        },
        "required": [
         "id",
         "login",
         "name"
        ]
       }
      },
      "absence": {
       "anyOf": [
        {
         "type": "object",
         "properties": {
          "until": {
           "type": "string"
          },
          "substitute": {
           "anyOf": [
            {
             "type": "object",
             "properties": {
              "id": {
               "type": "string"
              },
              "login": {
               "type": "string"
              },
              "name": {
               "type": "string"
              }
             },
             "required": [
              "id",
              "login",
              "name"
             ]
            },
            {
             "type": "null"
            }
           ]
          }
         },
         "required": [
          "until",
          "substitute"
         ]
        },
        {
         "type": "null"
        }
       ]
      }
     },
     "required": [
      "actsFor",
      "absence"
     ],
     "description": "`actsFor`: the absent whom the person replaces now, in everything or in part. `absence`: the person's own, when it is an absence from everything, with who acts meanwhile."
    }
   },
   "required": [
    "id",
    "login",
    "name",
    "email",
    "language",
    "roles",
    "units",
    "posts",
    "substitutes"
   ],
   "description": "Who is signed in: answer of `GET /api/me`. Names of units and posts are in the person's language."
  },
  "MeasureKind": {
   "type": "string",
   "enum": [
    "count",
    "sum",
    "average",
    "formula"
   ]
  },
  "MeasureView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "kind": {
     "$ref": "#/components/schemas/MeasureKind"
    },
    "format": {
     "type": "string",
     "enum": [
      "number",
      "percent",
      "money"
     ]
    },
    "conditions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportCondition"
     }
    }
   },
   "required": [
    "key",
    "name",
    "kind",
    "format",
    "conditions"
   ]
  },
  "MendingCall": {
   "type": "object",
   "properties": {
    "label": {
     "type": "string"
    },
    "method": {
     "type": "string",
     "enum": [
      "POST",
      "PATCH",
      "DELETE"
     ]
    },
    "path": {
     "type": "string"
    },
    "body": {
     "type": "object",
     "additionalProperties": {}
    },
    "choices": {
     "type": "object",
     "additionalProperties": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/Choice"
      }
     },
     "description": "Of an empty place: what can stand there; absent where the name of the place says it."
    }
   },
   "required": [
    "label",
    "method",
    "path"
   ],
   "description": "A call of the API that mends it. `body` is what to send, with empty places (an empty text, an empty object) for what only a person can say."
  },
  "MenuOrderDto": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string",
     "pattern": "^[a-z][a-z0-9-]{0,39}$"
    },
    "shown": {
     "type": "array",
     "items": {
      "type": "string",
      "pattern": "^[a-z0-9:-]{1,90}$"
     },
     "description": "Ids of views in their order; others follow as they are.",
     "maxItems": 500
    },
    "hidden": {
     "type": "array",
     "items": {
      "type": "string",
      "pattern": "^[a-z0-9:-]{1,90}$"
     },
     "description": "Ids of views that are not wanted in the menu.",
     "maxItems": 500
    }
   },
   "required": [
    "stream",
    "shown",
    "hidden"
   ],
   "description": "Body of `PUT /api/views/order`."
  },
  "MessageDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "variables": {
     "type": "object",
     "additionalProperties": {},
     "description": "What those who receive it see as variables."
    },
    "document": {
     "type": "string",
     "description": "The document that it is about; routes that it starts are for it.",
     "format": "uuid"
    },
    "key": {
     "type": [
      "string",
      "number",
      "boolean"
     ],
     "description": "What the receiver is correlated by; anybody who waits for it, when not said."
    }
   },
   "required": [
    "name"
   ],
   "description": "`POST /api/messages`"
  },
  "MessageView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "key": {},
    "state": {
     "type": "string",
     "enum": [
      "waiting",
      "delivered",
      "expired",
      "dismissed"
     ]
    },
    "document": {
     "type": [
      "string",
      "null"
     ]
    },
    "sentAt": {
     "type": "string"
    },
    "expiresAt": {
     "type": "string"
    },
    "run": {
     "type": [
      "string",
      "null"
     ],
     "description": "The run that has had it."
    },
    "deliveredAt": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "name",
    "key",
    "state",
    "document",
    "sentAt",
    "expiresAt",
    "run",
    "deliveredAt"
   ],
   "description": "A message between runs, and what became of it. Times are ISO 8601."
  },
  "MigratedRuns": {
   "type": "object",
   "properties": {
    "from": {
     "type": "number"
    },
    "to": {
     "type": "number"
    },
    "migrated": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/NamedRun"
     }
    },
    "refused": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RefusedRun"
     }
    },
    "more": {
     "type": "boolean",
     "description": "There are more runs than one call takes."
    }
   },
   "required": [
    "from",
    "to",
    "migrated",
    "refused",
    "more"
   ],
   "description": "What became of each run."
  },
  "MigrationDto": {
   "type": "object",
   "properties": {
    "from": {
     "type": "integer",
     "description": "The version that the runs are on.",
     "minimum": 1
    },
    "to": {
     "type": "integer",
     "description": "The version that they are taken to; the current one, when not said.",
     "minimum": 1
    },
    "mapping": {
     "type": "object",
     "additionalProperties": {},
     "description": "Ids of elements now -> ids in the other version; others keep theirs."
    },
    "runs": {
     "type": "array",
     "items": {
      "type": "string",
      "format": "uuid"
     },
     "description": "Only these runs; all of that version, when not said.",
     "maxItems": 500
    }
   },
   "required": [
    "from"
   ],
   "description": "`POST /api/routes/{route}/migrations` and `…/migrations/preview`"
  },
  "MigrationPreview": {
   "type": "object",
   "properties": {
    "migrates": {
     "type": "boolean"
    },
    "active": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "element": {
        "type": "string"
       },
       "name": {
        "type": "string"
       },
       "to": {
        "type": "string"
       }
      },
      "required": [
       "element",
       "name",
       "to"
      ]
     },
     "description": "Where the run is, and where it would be."
    },
    "problems": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MigrationProblem"
     }
    }
   },
   "required": [
    "migrates",
    "active",
    "problems"
   ],
   "description": "What would become of one run."
  },
  "MigrationProblem": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string",
     "description": "Element of the version that the run is in."
    },
    "name": {
     "type": "string"
    },
    "code": {
     "type": "string",
     "enum": [
      "not-running",
      "not-waiting",
      "unknown-element",
      "not-mapped",
      "other-kind",
      "other-scope",
      "unknown-route",
      "unknown-flow",
      "not-a-join",
      "join-complete",
      "dead-join",
      "two-results"
     ]
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "element",
    "code",
    "message"
   ],
   "description": "Why a run cannot go over to another version of its route: at which element, a stable code, and a message for people."
  },
  "MigrationsPreview": {
   "type": "object",
   "properties": {
    "from": {
     "type": "number"
    },
    "to": {
     "type": "number"
    },
    "items": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "migrates": {
        "type": "boolean"
       },
       "active": {
        "type": "array",
        "items": {
         "type": "object",
         "properties": {
          "element": {
           "type": "string"
          },
          "name": {
           "type": "string"
          },
          "to": {
           "type": "string"
          }
         },
         "required": [
          "element",
          "name",
          "to"
         ]
        },
        "description": "Where the run is, and where it would be."
       },
       "problems": {
        "type": "array",
        "items": {
         "$ref": "#/components/schemas/MigrationProblem"
        }
       },
       "run": {
        "type": "string"
       },
       "document": {
        "type": "object",
        "properties": {
         "id": {
          "type": "string"
         },
         "number": {
          "type": "string"
         },
         "title": {
          "type": "string"
         }
        },
        "required": [
         "id",
         "number",
         "title"
        ]
       }
      },
      "required": [
       "active",
       "document",
       "migrates",
       "problems",
       "run"
      ]
     }
    },
    "more": {
     "type": "boolean",
     "description": "There are more runs than one call takes."
    }
   },
   "required": [
    "from",
    "to",
    "items",
    "more"
   ],
   "description": "What would become of each run."
  },
  "Money": {
   "type": "object",
   "properties": {
    "amount": {
     "type": "string",
     "description": "Plain decimal text with at least the digits of the currency: `1234.50`."
    },
    "currency": {
     "type": "string",
     "description": "ISO 4217."
    }
   },
   "required": [
    "amount",
    "currency"
   ],
   "description": "Money as it is stored."
  },
  "MoneyField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "money"
    },
    "currency": {
     "type": "string",
     "description": "ISO 4217; taken where the value names none."
    },
    "currencies": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "The currencies allowed; any of ISO 4217 unless said."
    },
    "decimals": {
     "type": "number",
     "description": "Digits after the point that are allowed; those of the currency unless said."
    },
    "min": {
     "type": "string",
     "description": "Decimal text."
    },
    "sum": {
     "type": "boolean",
     "description": "In a table: whether its sum stands below the column; it does unless said."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "MoveDto": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "inside": {
     "type": "string",
     "description": "Instance of the sub-process with the join, where several are under way.",
     "maxLength": 40
    },
    "to": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "reason": {
     "type": "string",
     "maxLength": 2000,
     "minLength": 1
    }
   },
   "required": [
    "from",
    "to",
    "reason"
   ],
   "description": "`POST /api/runs/{id}/move`: from where it waits (element or instance) to an element beside it. From a join at which something waits in vain it may go on at the join itself."
  },
  "NamedPersonView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "login",
    "name"
   ]
  },
  "NamedRun": {
   "type": "object",
   "properties": {
    "run": {
     "type": "string"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "number",
      "title"
     ]
    }
   },
   "required": [
    "run",
    "document"
   ],
   "description": "A run, and the document that it carries."
  },
  "NewApiTokenView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "scopes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/TokenScope"
     }
    },
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ],
     "description": "Keys of the streams that it is good for, and for nothing besides; null: no such limit."
    },
    "createdAt": {
     "type": "string"
    },
    "expiresAt": {
     "type": "string"
    },
    "lastUsedAt": {
     "type": [
      "string",
      "null"
     ],
     "description": "Exact to five minutes."
    },
    "lastUsedFrom": {
     "type": [
      "string",
      "null"
     ]
    },
    "token": {
     "type": "string"
    }
   },
   "required": [
    "createdAt",
    "expiresAt",
    "id",
    "lastUsedAt",
    "lastUsedFrom",
    "name",
    "scopes",
    "streams",
    "token"
   ],
   "description": "A token that was made; `token` is shown this once."
  },
  "NewCalendarFeedView": {
   "type": "object",
   "properties": {
    "url": {
     "type": "string"
    }
   },
   "required": [
    "url"
   ],
   "description": "An address that was made; it is shown this once."
  },
  "NewComment": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "author": {
     "$ref": "#/components/schemas/PersonView"
    },
    "text": {
     "type": "string"
    },
    "mentions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonView"
     },
     "description": "Who is named in it as `@login` and was told of it."
    },
    "createdAt": {
     "type": "string"
    },
    "notNotified": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/NotNotified"
     }
    }
   },
   "required": [
    "author",
    "createdAt",
    "id",
    "mentions",
    "notNotified",
    "text"
   ],
   "description": "A comment that was just made."
  },
  "NextAction": {
   "type": "object",
   "properties": {
    "assignment": {
     "type": "string"
    },
    "instruction": {
     "type": "string"
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "performer": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    }
   },
   "required": [
    "assignment",
    "instruction",
    "dueAt",
    "performer",
    "document"
   ],
   "description": "The open assignment that is due first on the document or on a related one."
  },
  "NotNotified": {
   "type": "object",
   "properties": {
    "login": {
     "type": "string",
     "description": "As it was written."
    },
    "name": {
     "type": [
      "string",
      "null"
     ]
    },
    "reason": {
     "type": "string",
     "enum": [
      "unknown",
      "may-not-see"
     ]
    }
   },
   "required": [
    "login",
    "name",
    "reason"
   ],
   "description": "Somebody named in a comment who is not told of it."
  },
  "NotificationEvent": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "notification"
    }
   },
   "required": [
    "type"
   ],
   "description": "There is something new under the bell, or something there has been read."
  },
  "NotificationPage": {
   "type": "object",
   "properties": {
    "unread": {
     "type": "number"
    },
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/NotificationView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor",
    "unread"
   ],
   "description": "A page under the bell, the newest first."
  },
  "NotificationView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "event": {
     "$ref": "#/components/schemas/EventKey"
    },
    "label": {
     "type": "string",
     "description": "What kind of thing happened, e.g. `New assignment`."
    },
    "title": {
     "type": "string"
    },
    "text": {
     "type": "string"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "stream": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "stream",
      "number",
      "title"
     ]
    },
    "assignment": {
     "type": [
      "string",
      "null"
     ],
     "description": "The assignment that it is about."
    },
    "actor": {
     "$ref": "#/components/schemas/PersonView"
    },
    "count": {
     "type": "number",
     "description": "How many of the kind it stands for, e.g. comments that came one after the other."
    },
    "createdAt": {
     "type": "string",
     "description": "ISO 8601."
    },
    "readAt": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "event",
    "label",
    "title",
    "text",
    "document",
    "assignment",
    "actor",
    "count",
    "createdAt",
    "readAt"
   ],
   "description": "A notification as the API answers it: put into words in the reader's language when it is read."
  },
  "NotificationViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/NotificationView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "NotificationsQueryDto": {
   "type": "object",
   "properties": {
    "unread": {
     "type": "boolean",
     "description": "Only what is unread."
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 400
    }
   },
   "description": "Query of `GET /api/notifications`."
  },
  "NumberField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "number"
    },
    "min": {
     "type": "number"
    },
    "max": {
     "type": "number"
    },
    "decimals": {
     "type": "number",
     "description": "Digits after the point that are allowed."
    },
    "sum": {
     "type": "boolean",
     "description": "In a table: whether its sum stands below the column; it does unless said."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "NumberPeriod": {
   "type": "string",
   "enum": [
    "year",
    "month",
    "never"
   ]
  },
  "NumberingDefinition": {
   "type": "object",
   "properties": {
    "register": {
     "type": "string",
     "description": "Streams with one register share one counter."
    },
    "pattern": {
     "type": "string",
     "description": "See `numbering/number-pattern.ts`, e.g. `R-{year}-{counter:5}`."
    },
    "period": {
     "$ref": "#/components/schemas/NumberPeriod",
     "description": "When the counter starts anew."
    }
   },
   "required": [
    "register",
    "pattern",
    "period"
   ]
  },
  "OutcomeDto": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "pattern": "^[a-z][a-z0-9-]{0,49}$"
    },
    "label": {
     "type": "string",
     "maxLength": 100,
     "minLength": 1
    },
    "reasonRequired": {
     "type": "boolean"
    }
   },
   "required": [
    "key"
   ],
   "description": "What a performer may answer."
  },
  "OutgoingRecipients": {
   "type": "object",
   "properties": {
    "to": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MailAddress"
     }
    },
    "cc": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MailAddress"
     }
    }
   },
   "required": [
    "to",
    "cc"
   ]
  },
  "OwnSessionView": {
   "type": "object",
   "properties": {
    "browser": {
     "type": [
      "string",
      "null"
     ],
     "description": "E.g. \"Firefox\"; null where nothing is recognised."
    },
    "system": {
     "type": [
      "string",
      "null"
     ],
     "description": "E.g. \"Windows\"."
    },
    "device": {
     "type": "string",
     "description": "Both in one, e.g. \"Firefox on Windows\"."
    },
    "id": {
     "type": "string"
    },
    "current": {
     "type": "boolean",
     "description": "The one of this very request."
    },
    "address": {
     "type": [
      "string",
      "null"
     ]
    },
    "method": {
     "$ref": "#/components/schemas/SignInMethod"
    },
    "createdAt": {
     "type": "string"
    },
    "lastSeenAt": {
     "type": "string",
     "description": "Exact to five minutes."
    },
    "expiresAt": {
     "type": "string"
    }
   },
   "required": [
    "address",
    "browser",
    "createdAt",
    "current",
    "device",
    "expiresAt",
    "id",
    "lastSeenAt",
    "method",
    "system"
   ],
   "description": "One of my sessions. `device` is in my language, e.g. \"Firefox on Windows\"."
  },
  "PageQuery": {
   "type": "object",
   "properties": {
    "limit": {
     "type": "integer",
     "description": "Entries in the answer.",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 8000
    }
   },
   "description": "A page of a list."
  },
  "PaperChoice": {
   "type": "object",
   "properties": {
    "template": {
     "type": "string"
    },
    "title": {
     "type": "string",
     "description": "What it is called for this document: \"Contract K-2026-0001\"; the key of the template where that cannot be told."
    },
    "languages": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Language"
     },
     "description": "Languages that it can be had in."
    },
    "language": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/Language"
      },
      {
       "type": "null"
      }
     ],
     "description": "The one that it is in unless another is asked for."
    },
    "problem": {
     "type": [
      "string",
      "null"
     ],
     "description": "Why it cannot be generated as things are; null where it can."
    }
   },
   "required": [
    "template",
    "title",
    "languages",
    "language",
    "problem"
   ],
   "description": "A paper that can be generated for a document."
  },
  "PaperChoicePage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PaperChoice"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "PasskeyCreationOptions": {
   "$ref": "#/components/schemas/PublicKeyCredentialCreationOptionsJSON",
   "description": "What `PublicKeyCredential.parseCreationOptionsFromJSON` takes."
  },
  "PasskeyListView": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PasskeyView"
     }
    },
    "nextCursor": {
     "type": "null"
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "Answer of `GET /api/me/passkeys`."
  },
  "PasskeyRequestOptions": {
   "$ref": "#/components/schemas/PublicKeyCredentialRequestOptionsJSON",
   "description": "What `PublicKeyCredential.parseRequestOptionsFromJSON` takes."
  },
  "PasskeySignInDto": {
   "type": "object",
   "properties": {
    "credential": {
     "$ref": "#/components/schemas/AuthenticationResponseJSON",
     "description": "What `navigator.credentials.get` answered, as JSON."
    },
    "remember": {
     "type": "boolean",
     "description": "Keep the session for 30 days instead of 12 hours after the last use."
    }
   },
   "required": [
    "credential"
   ],
   "description": "Body of `POST /api/session/passkey`."
  },
  "PasskeyView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "createdAt": {
     "type": "string"
    },
    "lastUsedAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "backedUp": {
     "type": "boolean",
     "description": "Kept by a password manager or the like, so that it is there on other devices too."
    }
   },
   "required": [
    "id",
    "name",
    "createdAt",
    "lastUsedAt",
    "backedUp"
   ],
   "description": "A passkey as its owner sees it."
  },
  "PasswordLinkView": {
   "type": "object",
   "properties": {
    "purpose": {
     "type": "string",
     "enum": [
      "password-reset",
      "invitation"
     ]
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "expiresAt": {
     "type": "string"
    }
   },
   "required": [
    "purpose",
    "login",
    "name",
    "expiresAt"
   ],
   "description": "What the page of a link for a new password shows."
  },
  "PastPerson": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "since": {
     "type": [
      "string",
      "null"
     ],
     "description": "Null: for as long as the records go back."
    },
    "until": {
     "type": [
      "string",
      "null"
     ],
     "description": "Null: still."
    }
   },
   "required": [
    "id",
    "login",
    "name",
    "since",
    "until"
   ],
   "description": "Somebody who headed a unit or held a post, and when."
  },
  "PeopleGroupView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "In the reader's language."
    },
    "names": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "As it is stored: one text, or one per language."
    },
    "members": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/UnitMember"
     },
     "description": "The active ones, by name."
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the roles that its members hold."
    },
    "version": {
     "type": "number",
     "description": "For `If-Match`, as `\"v3\"`."
    }
   },
   "required": [
    "id",
    "key",
    "name",
    "names",
    "members",
    "roles",
    "version"
   ],
   "description": "People who belong together across units."
  },
  "PeopleGroupViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PeopleGroupView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "PersonChange": {
   "type": "object",
   "properties": {
    "person": {
     "$ref": "#/components/schemas/PersonView"
    },
    "gained": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     },
     "description": "What the person could do in the stream and could not before, with whatever documents; and the other way round."
    },
    "lost": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     }
    },
    "documents": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReachChange"
     },
     "description": "Among the documents that were looked at; only what differs."
    },
    "fields": {
     "type": "object",
     "properties": {
      "shown": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "hidden": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "opened": {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      "closed": {
       "type": "array",
       "items": {
        "type": "string"
       }
      }
     },
     "required": [
      "shown",
      "hidden",
      "opened",
      "closed"
     ],
     "description": "Keys of fields, of documents that the person reads."
    }
   },
   "required": [
    "person",
    "gained",
    "lost",
    "documents",
    "fields"
   ],
   "description": "What the change means for one person."
  },
  "PersonChoice": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "post": {
     "type": [
      "string",
      "null"
     ],
     "description": "Names of the posts held and of the units they are in, in the reader's language; null for a person without a post."
    },
    "unit": {
     "type": [
      "string",
      "null"
     ]
    },
    "maySee": {
     "type": "boolean",
     "description": "Whether the person may read the document that was asked about."
    }
   },
   "required": [
    "id",
    "login",
    "name",
    "post",
    "unit"
   ],
   "description": "A person as lists for choosing show one."
  },
  "PersonChoicePage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonChoice"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "PersonField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "person"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "PersonHit": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "const": "person"
    },
    "score": {
     "type": "number"
    },
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "nameMarks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    },
    "post": {
     "type": [
      "string",
      "null"
     ]
    },
    "unit": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "kind",
    "score",
    "id",
    "login",
    "name",
    "nameMarks",
    "post",
    "unit"
   ]
  },
  "PersonValue": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "login",
    "name"
   ],
   "description": "A person as expressions see one."
  },
  "PersonView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "login",
    "name"
   ]
  },
  "PhoneField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "phone"
    },
    "countries": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "ISO 3166 countries tried in this order for numbers without an international prefix."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "PostView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "In the reader's language."
    },
    "names": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "As it is stored: one text, or one per language."
    },
    "unit": {
     "type": "string",
     "description": "Key of the unit."
    },
    "holders": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/UnitMember"
     }
    },
    "version": {
     "type": "number",
     "description": "For `If-Match`, as `\"v3\"`; absent for a day of the past."
    }
   },
   "required": [
    "id",
    "key",
    "name",
    "names",
    "unit",
    "holders"
   ],
   "description": "A post with whoever holds it."
  },
  "PostViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PostView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "PresentPasswordDto": {
   "type": "object",
   "properties": {
    "password": {
     "type": "string",
     "maxLength": 1024
    }
   },
   "required": [
    "password"
   ],
   "description": "Body of what takes the password again."
  },
  "PreviewKind": {
   "type": "string",
   "enum": [
    "pdf",
    "image",
    "page",
    "letter",
    "sheets",
    "text",
    "none"
   ],
   "description": "How a file is shown; `none`: it is offered to be saved, and `reason` says why it is not shown."
  },
  "PreviewQuery": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "The current one unless said.",
     "maximum": 2000000000,
     "minimum": 1
    },
    "part": {
     "type": "string",
     "description": "A file within the letter: the place of the attachment, `2.0` for one inside of a letter that is attached.",
     "pattern": "^\\d{1,3}(\\.\\d{1,3}){0,2}$"
    }
   }
  },
  "PreviewReason": {
   "type": "string",
   "enum": [
    "unknown-type",
    "too-large",
    "too-slow",
    "broken",
    "locked"
   ],
   "description": "Why a file is not shown, or not all of it."
  },
  "PreviewedStep": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "performer": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonValue"
      },
      {
       "type": "null"
      }
     ],
     "description": "Null where several may take it, and where nobody was found."
    },
    "candidates": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonValue"
     }
    },
    "dueAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "dueBecause": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "name",
    "performer",
    "candidates",
    "dueAt",
    "dueBecause"
   ],
   "description": "Somebody who would be asked at once."
  },
  "Problem": {
   "type": "object",
   "properties": {
    "path": {
     "type": "string"
    },
    "code": {
     "type": "string"
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "path",
    "code",
    "message"
   ],
   "description": "One thing that is wrong with what was sent: where (`path`, e.g. `fields.taxNumber` or `fields.items[2].price`), a stable `code` for programs, and a sentence for people that says what was expected."
  },
  "ProblemDocument": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "number"
    },
    "detail": {
     "type": "string"
    },
    "errors": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Problem"
     }
    }
   },
   "required": [
    "type",
    "title",
    "status",
    "detail"
   ],
   "description": "An RFC 9457 problem document."
  },
  "ProviderLinkView": {
   "type": "object",
   "properties": {
    "linked": {
     "type": "boolean"
    },
    "issuer": {
     "type": [
      "string",
      "null"
     ],
     "description": "Address of the provider; null while nothing is linked, as the others."
    },
    "since": {
     "type": [
      "string",
      "null"
     ],
     "description": "ISO 8601: the first sign-in by it, and the last."
    },
    "usedAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "removable": {
     "type": "boolean",
     "description": "Whether the link can be taken away: there is another way to sign in."
    }
   },
   "required": [
    "linked",
    "issuer",
    "since",
    "usedAt",
    "removable"
   ],
   "description": "Whether a person is known to the sign-in provider."
  },
  "PublicKeyCredentialCreationOptionsJSON": {
   "type": "object",
   "properties": {
    "rp": {
     "$ref": "#/components/schemas/PublicKeyCredentialRpEntity"
    },
    "user": {
     "$ref": "#/components/schemas/PublicKeyCredentialUserEntityJSON"
    },
    "challenge": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "pubKeyCredParams": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PublicKeyCredentialParameters"
     }
    },
    "timeout": {
     "type": "number"
    },
    "excludeCredentials": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PublicKeyCredentialDescriptorJSON"
     }
    },
    "authenticatorSelection": {
     "$ref": "#/components/schemas/AuthenticatorSelectionCriteria"
    },
    "hints": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PublicKeyCredentialHint"
     }
    },
    "attestation": {
     "$ref": "#/components/schemas/AttestationConveyancePreference"
    },
    "attestationFormats": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AttestationFormat"
     }
    },
    "extensions": {
     "$ref": "#/components/schemas/AuthenticationExtensionsClientInputs"
    }
   },
   "required": [
    "rp",
    "user",
    "challenge",
    "pubKeyCredParams"
   ],
   "description": "A variant of PublicKeyCredentialCreationOptions suitable for JSON transmission to the browser to (eventually) get passed into navigator.credentials.create(...) in the browser.\n\nThis should eventually get replaced with official TypeScript DOM types when WebAuthn L3 types eventually make it into the language:\n\nhttps://w3c.github.io/webauthn/#dictdef-publickeycredentialcreationoptionsjson"
  },
  "PublicKeyCredentialDescriptorJSON": {
   "type": "object",
   "properties": {
    "id": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "transports": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "type": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "type"
   ]
  },
  "PublicKeyCredentialEntity": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    }
   },
   "required": [
    "name"
   ]
  },
  "PublicKeyCredentialHint": {
   "type": "string",
   "enum": [
    "hybrid",
    "security-key",
    "client-device"
   ],
   "description": "Categories of authenticators that Relying Parties can pass along to browsers during registration. Browsers that understand these values can optimize their modal experience to start the user off in a particular registration flow:\n\n- `hybrid`: A platform authenticator on a mobile device\n- `security-key`: A portable FIDO2 authenticator capable of being used on multiple devices via a USB or NFC connection\n- `client-device`: The device that WebAuthn is being called on. Typically synonymous with platform authenticators\n\nSee https://w3c.github.io/webauthn/#enumdef-publickeycredentialhint\n\nThese values are less strict than `authenticatorAttachment`"
  },
  "PublicKeyCredentialParameters": {
   "type": "object",
   "properties": {
    "alg": {
     "$ref": "#/components/schemas/COSEAlgorithmIdentifier"
    },
    "type": {
     "$ref": "#/components/schemas/PublicKeyCredentialType"
    }
   },
   "required": [
    "alg",
    "type"
   ]
  },
  "PublicKeyCredentialRequestOptionsJSON": {
   "type": "object",
   "properties": {
    "challenge": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "timeout": {
     "type": "number"
    },
    "rpId": {
     "type": "string"
    },
    "allowCredentials": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PublicKeyCredentialDescriptorJSON"
     }
    },
    "userVerification": {
     "$ref": "#/components/schemas/UserVerificationRequirement"
    },
    "hints": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PublicKeyCredentialHint"
     }
    },
    "extensions": {
     "$ref": "#/components/schemas/AuthenticationExtensionsClientInputs"
    }
   },
   "required": [
    "challenge"
   ],
   "description": "A variant of PublicKeyCredentialRequestOptions suitable for JSON transmission to the browser to (eventually) get passed into navigator.credentials.get(...) in the browser."
  },
  "PublicKeyCredentialRpEntity": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "id": {
     "type": "string"
    }
   },
   "required": [
    "name"
   ]
  },
  "PublicKeyCredentialType": {
   "type": "string",
   "const": "public-key"
  },
  "PublicKeyCredentialUserEntityJSON": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "displayName": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "name",
    "displayName"
   ],
   "description": "https://w3c.github.io/webauthn/#dictdef-publickeycredentialuserentityjson"
  },
  "PublishedRoute": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "version": {
     "type": "number"
    },
    "hash": {
     "type": "string"
    },
    "warnings": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RouteProblemView"
     }
    }
   },
   "required": [
    "key",
    "version",
    "hash",
    "warnings"
   ],
   "description": "A version that was published, with what was found and did not stand in the way."
  },
  "PushView": {
   "type": "object",
   "properties": {
    "publicKey": {
     "type": "string",
     "description": "Of the organisation (VAPID), base64url: `applicationServerKey`."
    },
    "subscriptions": {
     "type": "number"
    }
   },
   "required": [
    "publicKey",
    "subscriptions"
   ],
   "description": "What a browser needs to subscribe, and how many of mine have."
  },
  "QuietHours": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string",
     "description": "`HH:MM` of the person's clock; `from` after `to` is over midnight."
    },
    "to": {
     "type": "string"
    },
    "daysOff": {
     "type": "boolean"
    }
   },
   "required": [
    "from",
    "to",
    "daysOff"
   ],
   "description": "Push and letters wait during these hours, and all day on days without work where `daysOff` says so."
  },
  "QuietHoursDto": {
   "type": "object",
   "properties": {
    "from": {
     "type": "string",
     "description": "`HH:MM` of the person's clock; after `to` it is over midnight.",
     "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$"
    },
    "to": {
     "type": "string",
     "pattern": "^([01]\\d|2[0-3]):[0-5]\\d$"
    },
    "daysOff": {
     "type": "boolean",
     "description": "All day on days without work, too."
    }
   },
   "required": [
    "from",
    "to",
    "daysOff"
   ],
   "description": "When nothing is sent."
  },
  "ReachChange": {
   "type": "object",
   "properties": {
    "verb": {
     "type": "string",
     "enum": [
      "read",
      "edit",
      "delete",
      "links"
     ]
    },
    "gained": {
     "type": "number"
    },
    "lost": {
     "type": "number"
    }
   },
   "required": [
    "verb",
    "gained",
    "lost"
   ],
   "description": "Documents with which somebody could do more, and less."
  },
  "ReasonDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 10000,
     "minLength": 1
    }
   },
   "required": [
    "reason"
   ],
   "description": "`POST /api/assignments/{id}/refuse`"
  },
  "RecallDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 2000
    }
   },
   "description": "`POST /api/assignments/{id}/recall`"
  },
  "RecoveryCodesView": {
   "type": "object",
   "properties": {
    "recoveryCodes": {
     "type": "array",
     "items": {
      "type": "string"
     }
    }
   },
   "required": [
    "recoveryCodes"
   ],
   "description": "Ten codes, each good once in place of the app's; shown once."
  },
  "ReferenceField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "reference"
    },
    "stream": {
     "type": "string",
     "description": "The stream of the documents that may be held."
    }
   },
   "required": [
    "key",
    "name",
    "stream",
    "type"
   ]
  },
  "RefusedRun": {
   "type": "object",
   "properties": {
    "run": {
     "type": "string"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "number",
      "title"
     ]
    },
    "message": {
     "type": "string"
    },
    "problems": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Problem"
     }
    }
   },
   "required": [
    "document",
    "message",
    "problems",
    "run"
   ],
   "description": "A run that could not be taken to the other version, and why."
  },
  "RegisterBoard": {
   "type": "object",
   "properties": {
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/BoardColumn"
     },
     "description": "In the order of the definition of the stream."
    }
   },
   "required": [
    "columns"
   ]
  },
  "RegisterDocumentDto": {
   "type": "object",
   "properties": {
    "fields": {
     "type": "object",
     "additionalProperties": {},
     "description": "The card: values by field key."
    },
    "status": {
     "type": "string",
     "description": "The stream's initial status unless said.",
     "maxLength": 60
    },
    "responsible": {
     "type": "string",
     "description": "Id or login of a person.",
     "maxLength": 200
    },
    "unit": {
     "type": "string",
     "description": "Id or key of a unit; that of the responsible person or of the author unless said.",
     "maxLength": 200
    },
    "confidential": {
     "type": "boolean",
     "description": "Levels of access do not reach the document; as the stream says unless said."
    },
    "links": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LinkDto"
     },
     "maxItems": 100
    }
   },
   "required": [
    "fields"
   ],
   "description": "Body of `POST /api/streams/{stream}/documents`."
  },
  "RegisterHit": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "const": "register"
    },
    "score": {
     "type": "number"
    },
    "stream": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "nameMarks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    }
   },
   "required": [
    "kind",
    "score",
    "stream",
    "name",
    "nameMarks"
   ],
   "description": "The register of a stream."
  },
  "RegisterListQuery": {
   "type": "object",
   "properties": {
    "limit": {
     "type": "integer",
     "description": "Entries in the answer.",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "description": "`nextCursor` of the page before.",
     "maxLength": 8000
    },
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sort": {
     "type": "string",
     "description": "`name`, `-plannedAt`, `status,-createdAt`.",
     "maxLength": 200
    },
    "columns": {
     "type": "string",
     "description": "Fields that are answered, by commas; all unless said. A page of a wide register is then a fraction of the size.",
     "pattern": "^([A-Za-z][A-Za-z0-9]{0,59}(,[A-Za-z][A-Za-z0-9]{0,59}){0,99})?$"
    },
    "skip": {
     "type": "integer",
     "description": "Documents to pass over after the cursor, or from the beginning.",
     "maximum": 20000,
     "minimum": 0
    },
    "count": {
     "type": "string",
     "enum": [
      "true",
      "false",
      "all"
     ],
     "description": "`true`: the answer has `total`, or `totalAtLeast` where there are more than 10,000; `all`: always the `total`."
    }
   },
   "description": "Query of the register of a stream."
  },
  "RegisterOrderQuery": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sort": {
     "type": "string",
     "description": "`name`, `-plannedAt`, `status,-createdAt`.",
     "maxLength": 200
    }
   },
   "description": "Which documents of a stream are meant, in which order."
  },
  "RegisterPlaces": {
   "type": "object",
   "properties": {
    "total": {
     "type": "number",
     "description": "How many documents there are, all of them counted."
    },
    "every": {
     "type": "number",
     "description": "Documents from one place to the next."
    },
    "cursors": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "The first leads to the page after `every` documents, the second to that after twice as many, and so on."
    }
   },
   "required": [
    "total",
    "every",
    "cursors"
   ],
   "description": "Where one can enter a long list other than at its beginning."
  },
  "RegisterSelectionQuery": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    }
   },
   "description": "Which documents of a stream are meant."
  },
  "RegisterTally": {
   "type": "object",
   "properties": {
    "statuses": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StatusTally"
     },
     "description": "In the order of the definition of the stream; statuses without documents are there with 0."
    }
   },
   "required": [
    "statuses"
   ]
  },
  "RegisterView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string",
     "description": "A UUID, or `<stream>:<key>` for a view of the definition of the stream."
    },
    "stream": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "kind": {
     "$ref": "#/components/schemas/ViewKind"
    },
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ViewColumn"
     }
    },
    "filter": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ViewFilter"
      },
      {
       "type": "null"
      }
     ]
    },
    "sort": {
     "type": [
      "string",
      "null"
     ]
    },
    "source": {
     "type": "string",
     "enum": [
      "stream",
      "mine",
      "shared"
     ],
     "description": "`stream`: of the definition; nobody can change it here."
    },
    "sharedWith": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ViewAudience"
      },
      {
       "type": "null"
      }
     ]
    },
    "owner": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "mayEdit": {
     "type": "boolean"
    },
    "hidden": {
     "type": "boolean",
     "description": "Not wanted in the menu by the reader."
    }
   },
   "required": [
    "id",
    "stream",
    "name",
    "kind",
    "columns",
    "filter",
    "sort",
    "source",
    "sharedWith",
    "owner",
    "mayEdit",
    "hidden"
   ],
   "description": "A view of a register as the API answers it."
  },
  "RegisterViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RegisterView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "RegistrationResponseJSON": {
   "type": "object",
   "properties": {
    "id": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "rawId": {
     "$ref": "#/components/schemas/Base64URLString"
    },
    "response": {
     "$ref": "#/components/schemas/AuthenticatorAttestationResponseJSON"
    },
    "authenticatorAttachment": {
     "$ref": "#/components/schemas/AuthenticatorAttachment"
    },
    "clientExtensionResults": {
     "$ref": "#/components/schemas/AuthenticationExtensionsClientOutputs"
    },
    "type": {
     "$ref": "#/components/schemas/PublicKeyCredentialType"
    }
   },
   "required": [
    "id",
    "rawId",
    "response",
    "clientExtensionResults",
    "type"
   ],
   "description": "A slightly-modified RegistrationCredential to simplify working with ArrayBuffers that are Base64URL-encoded in the browser so that they can be sent as JSON to the server.\n\nhttps://w3c.github.io/webauthn/#dictdef-registrationresponsejson"
  },
  "RelatedDocument": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string"
    },
    "kind": {
     "type": "string",
     "description": "Kind of the link: `field:client` for the reference field `client`, of whichever of the two documents."
    },
    "direction": {
     "type": "string",
     "enum": [
      "from",
      "to"
     ],
     "description": "`from`: it refers to the document asked about; `to`: it is referred to."
    },
    "amount": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/Money"
      },
      {
       "type": "null"
      }
     ]
    },
    "responsible": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "createdAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    }
   },
   "required": [
    "amount",
    "createdAt",
    "direction",
    "id",
    "kind",
    "number",
    "responsible",
    "status",
    "stream",
    "title"
   ],
   "description": "A document that refers to another one, or that it refers to."
  },
  "RelatedDocuments": {
   "type": "object",
   "properties": {
    "groups": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RelatedGroup"
     },
     "description": "In the order of the definitions of streams: those named by its relations first."
    },
    "files": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RelatedFile"
     },
     "description": "The newest files of the document and of related ones, at most `limit`."
    },
    "letters": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RelatedLetter"
     },
     "description": "The newest letters that left about the document and related ones, at most `limit`."
    },
    "nextAction": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/NextAction"
      },
      {
       "type": "null"
      }
     ]
    },
    "lastContact": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/LastContact"
      },
      {
       "type": "null"
      }
     ]
    }
   },
   "required": [
    "groups",
    "files",
    "letters",
    "nextAction",
    "lastContact"
   ],
   "description": "Everything around a document on one page."
  },
  "RelatedFile": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "type": {
     "type": "string"
    },
    "size": {
     "type": "number",
     "description": "Bytes."
    },
    "version": {
     "type": "number"
    },
    "createdAt": {
     "type": "string"
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    }
   },
   "required": [
    "id",
    "name",
    "type",
    "size",
    "version",
    "createdAt",
    "document"
   ]
  },
  "RelatedGroup": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "Name of the register in the reader's language."
    },
    "count": {
     "type": "number",
     "description": "How many the reader may see."
    },
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RelatedDocument"
     }
    }
   },
   "required": [
    "stream",
    "name",
    "count",
    "items"
   ],
   "description": "Related documents of one stream, the newest first."
  },
  "RelatedLetter": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "subject": {
     "type": "string"
    },
    "to": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Addresses that it goes to."
    },
    "state": {
     "type": "string",
     "enum": [
      "queued",
      "sent",
      "failed",
      "dismissed"
     ]
    },
    "at": {
     "type": "string",
     "description": "When it was sent, or written while it was not; ISO 8601."
    },
    "document": {
     "$ref": "#/components/schemas/DocumentPointer"
    }
   },
   "required": [
    "id",
    "subject",
    "to",
    "state",
    "at",
    "document"
   ],
   "description": "A letter that left, or is to leave, about a document or a related one."
  },
  "RelatedQueryDto": {
   "type": "object",
   "properties": {
    "limit": {
     "type": "integer",
     "description": "Documents of each stream, and files; 10 unless said.",
     "maximum": 100,
     "minimum": 1
    }
   },
   "description": "Query of what is around a document."
  },
  "RelationDefinition": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string"
    },
    "field": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    }
   },
   "required": [
    "stream",
    "field",
    "name"
   ],
   "description": "Documents of another stream shown on this document's page: those whose `field` refers to it."
  },
  "RenamePasskeyDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "minLength": 1,
     "maxLength": 100
    }
   },
   "required": [
    "name"
   ],
   "description": "Body of `PATCH /api/me/passkeys/{id}`."
  },
  "ReportCondition": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string"
    },
    "op": {
     "type": "string"
    },
    "value": {},
    "label": {
     "type": "string"
    }
   },
   "required": [
    "field",
    "op"
   ],
   "description": "A condition as registers take it, with what its value is called."
  },
  "ReportEntries": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportEntry"
     }
    }
   },
   "required": [
    "items"
   ]
  },
  "ReportEntry": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "about": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/LocalisedText"
      },
      {
       "type": "null"
      }
     ]
    },
    "source": {
     "type": "string"
    },
    "solution": {
     "type": "string"
    }
   },
   "required": [
    "key",
    "name",
    "about",
    "source",
    "solution"
   ],
   "description": "A report in the menu."
  },
  "ReportPeriod": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string"
    },
    "from": {
     "type": [
      "string",
      "null"
     ],
     "description": "Days, both included; null for no bound."
    },
    "to": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "field",
    "from",
    "to"
   ]
  },
  "ReportQueryDto": {
   "type": "object",
   "properties": {
    "by": {
     "type": "string",
     "description": "What the rows are grouped by: one of the dimensions of the report.",
     "maxLength": 60
    },
    "from": {
     "type": "string",
     "description": "The first day of the period; empty for no bound. The period of the definition where neither day is said.",
     "pattern": "^(\\d{4}-\\d{2}-\\d{2})?$"
    },
    "to": {
     "type": "string",
     "description": "The last day of the period; empty for no bound.",
     "pattern": "^(\\d{4}-\\d{2}-\\d{2})?$"
    }
   },
   "description": "Query of a report."
  },
  "ReportRow": {
   "type": "object",
   "properties": {
    "key": {
     "type": [
      "string",
      "null"
     ],
     "description": "Null for what has no value."
    },
    "label": {
     "type": [
      "string",
      "null"
     ],
     "description": "What people call it; null where there is no value, or its name may not be seen."
    },
    "tone": {
     "type": [
      "string",
      "null"
     ]
    },
    "conditions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportCondition"
     }
    },
    "figures": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Figure"
     },
     "description": "One for each measure."
    },
    "split": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Figure"
     },
     "description": "The first measure, for each value of the split."
    }
   },
   "required": [
    "conditions",
    "figures",
    "key",
    "label",
    "split",
    "tone"
   ]
  },
  "ReportTable": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "about": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/LocalisedText"
      },
      {
       "type": "null"
      }
     ]
    },
    "source": {
     "type": "string",
     "description": "Key of a stream, or `assignments`."
    },
    "period": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ReportPeriod"
      },
      {
       "type": "null"
      }
     ]
    },
    "dimensions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/DimensionView"
     },
     "description": "What one may group by."
    },
    "by": {
     "type": "string",
     "description": "The key of the dimension that the rows are grouped by."
    },
    "split": {
     "anyOf": [
      {
       "type": "object",
       "properties": {
        "key": {
         "type": "string"
        },
        "name": {
         "$ref": "#/components/schemas/LocalisedText"
        },
        "values": {
         "type": "array",
         "items": {
          "$ref": "#/components/schemas/GroupView"
         }
        }
       },
       "required": [
        "key",
        "name",
        "values"
       ]
      },
      {
       "type": "null"
      }
     ]
    },
    "measures": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/MeasureView"
     }
    },
    "conditions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportCondition"
     },
     "description": "What everything counted fulfils: the filter of the report and the period."
    },
    "rows": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ReportRow"
     }
    },
    "totals": {
     "type": "object",
     "properties": {
      "figures": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/Figure"
       }
      },
      "split": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/Figure"
       }
      }
     },
     "required": [
      "figures",
      "split"
     ]
    },
    "more": {
     "type": "number",
     "description": "Groups beyond those that are answered."
    }
   },
   "required": [
    "key",
    "name",
    "about",
    "source",
    "period",
    "dimensions",
    "by",
    "split",
    "measures",
    "conditions",
    "rows",
    "totals",
    "more"
   ],
   "description": "A report with its figures."
  },
  "ResetPasswordDto": {
   "type": "object",
   "properties": {
    "login": {
     "type": "string",
     "description": "A login or an e-mail address.",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 254
    }
   },
   "required": [
    "login"
   ],
   "description": "Body of `POST /api/password-reset`."
  },
  "ResidentKeyRequirement": {
   "type": "string",
   "enum": [
    "discouraged",
    "preferred",
    "required"
   ]
  },
  "RestoreDocumentDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "The version whose values come back.",
     "minimum": 1
    },
    "fields": {
     "type": "array",
     "items": {
      "type": "string",
      "maxLength": 60
     },
     "description": "Keys of the fields; all that were changed since unless said.",
     "maxItems": 500,
     "minItems": 1
    }
   },
   "required": [
    "version"
   ],
   "description": "Body of `POST /api/documents/{id}/restore`."
  },
  "ResyncEvent": {
   "type": "object",
   "properties": {
    "type": {
     "type": "string",
     "const": "resync"
    }
   },
   "required": [
    "type"
   ],
   "description": "Something may have been missed: read again what is shown."
  },
  "RetentionDto": {
   "type": "object",
   "properties": {
    "rules": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RetentionRuleDto"
     },
     "description": "Kinds that are not named are kept for ever.",
     "maxItems": 100
    }
   },
   "required": [
    "rules"
   ],
   "description": "Body of `PUT /api/audit/retention`."
  },
  "RetentionRule": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string"
    },
    "years": {
     "type": "number"
    }
   },
   "required": [
    "kind",
    "years"
   ],
   "description": "How many years entries of a kind are kept."
  },
  "RetentionRuleDto": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "description": "What verbs begin with, e.g. `session`.",
     "pattern": "^[a-z][a-z-]{0,39}$"
    },
    "years": {
     "type": "integer",
     "maximum": 100,
     "minimum": 1
    }
   },
   "required": [
    "kind",
    "years"
   ],
   "description": "How long entries of a kind are kept."
  },
  "RetentionRules": {
   "type": "object",
   "properties": {
    "rules": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RetentionRule"
     },
     "description": "Kinds that are not named are kept for ever."
    }
   },
   "required": [
    "rules"
   ]
  },
  "RetriedJob": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "job": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "job"
   ],
   "description": "A job that is tried again."
  },
  "RetryDto": {
   "type": "object",
   "properties": {
    "variables": {
     "type": "object",
     "additionalProperties": {}
    }
   },
   "description": "`POST /api/incidents/{id}/retry`"
  },
  "ReturnDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "`version` of the assignment.",
     "minimum": 0
    },
    "documentVersion": {
     "type": "integer",
     "description": "`version` of its document.",
     "minimum": 0
    },
    "reason": {
     "type": "string",
     "maxLength": 10000,
     "minLength": 1
    }
   },
   "required": [
    "reason"
   ],
   "description": "`POST /api/assignments/{id}/return`"
  },
  "RoleDto": {
   "type": "object",
   "properties": {
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    }
   },
   "required": [
    "name"
   ],
   "description": "Body of `PUT /api/roles/{key}`."
  },
  "RoleView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "In the reader's language."
    },
    "names": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "As it is stored: one text, or one per language."
    }
   },
   "required": [
    "key",
    "name",
    "names"
   ],
   "description": "A named set of rights; what it may do is said by each stream."
  },
  "RoleViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RoleView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "RouteCheck": {
   "type": "object",
   "properties": {
    "sound": {
     "type": "boolean"
    },
    "problems": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RouteProblemView"
     }
    },
    "scenarios": {
     "type": "object",
     "properties": {
      "passed": {
       "type": "number"
      }
     },
     "required": [
      "passed"
     ]
    }
   },
   "required": [
    "sound",
    "problems",
    "scenarios"
   ],
   "description": "What a check of a route has found."
  },
  "RouteHit": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "const": "route"
    },
    "score": {
     "type": "number"
    },
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "nameMarks": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Mark"
     }
    }
   },
   "required": [
    "kind",
    "score",
    "key",
    "name",
    "nameMarks"
   ]
  },
  "RouteProblemView": {
   "type": "object",
   "properties": {
    "element": {
     "type": [
      "string",
      "null"
     ]
    },
    "name": {
     "type": [
      "string",
      "null"
     ]
    },
    "line": {
     "type": [
      "number",
      "null"
     ]
    },
    "code": {
     "type": "string"
    },
    "severity": {
     "type": "string"
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "element",
    "name",
    "line",
    "code",
    "severity",
    "message"
   ],
   "description": "Something that a check of a route has found."
  },
  "RouteVersionDto": {
   "type": "object",
   "properties": {
    "version": {
     "type": "integer",
     "description": "Absent: the version in force.",
     "minimum": 1
    }
   },
   "description": "`GET /api/routes/{route}`"
  },
  "RouteView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "version": {
     "type": "number"
    },
    "hash": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "stream": {
     "type": [
      "string",
      "null"
     ],
     "description": "The stream that it is for; null for any."
    },
    "byHand": {
     "type": "boolean",
     "description": "People may send a document along it."
    },
    "runs": {
     "$ref": "#/components/schemas/RunPolicy",
     "description": "What a second start for a document does."
    },
    "variables": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "name": {
        "type": "string"
       },
       "default": {
        "type": "string"
       }
      },
      "required": [
       "name",
       "default"
      ]
     },
     "description": "What people may give when they start it, with the FEEL expression that holds otherwise."
    },
    "starts": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StartView"
     },
     "description": "What begins it beside people, rules and other routes."
    },
    "scenarios": {
     "type": "number",
     "description": "How many scenarios lie beside it."
    }
   },
   "required": [
    "key",
    "version",
    "hash",
    "name",
    "stream",
    "byHand",
    "runs",
    "variables",
    "starts",
    "scenarios"
   ],
   "description": "A published route as lists show it."
  },
  "RouteViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RouteView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "RuleRoleView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "In the reader's language."
    },
    "people": {
     "type": "number",
     "description": "How many people hold it now."
    }
   },
   "required": [
    "key",
    "name",
    "people"
   ],
   "description": "A role that a rule may name."
  },
  "RulesPreview": {
   "type": "object",
   "properties": {
    "people": {
     "type": "number",
     "description": "How many people it would concern."
    },
    "counted": {
     "type": "number",
     "description": "Of how many of them it was counted, and is told below, those who lose first."
    },
    "documents": {
     "type": "object",
     "properties": {
      "looked": {
       "type": "number"
      },
      "all": {
       "type": "number"
      }
     },
     "required": [
      "looked",
      "all"
     ],
     "description": "How many documents were looked at, the newest ones, and how many the stream has."
    },
    "changes": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonChange"
     }
    }
   },
   "required": [
    "people",
    "counted",
    "documents",
    "changes"
   ],
   "description": "Who gains and who loses what by other rules."
  },
  "RunElementView": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "route": {
     "type": "string",
     "description": "Key of the called route that has it; absent for the main one."
    },
    "state": {
     "type": "string",
     "enum": [
      "active",
      "done",
      "incident",
      "cancelled"
     ]
    },
    "times": {
     "type": "number",
     "description": "How often it has been completed."
    },
    "since": {
     "type": "string"
    },
    "until": {
     "type": "string"
    },
    "people": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PersonValue"
     },
     "description": "Who has it or may take it; of a task that is done, who did it last."
    },
    "outcome": {
     "type": "string",
     "description": "Of a task that is done."
    }
   },
   "required": [
    "element",
    "name",
    "people",
    "since",
    "state",
    "times"
   ],
   "description": "What has become of one element of the drawing. Times are ISO 8601."
  },
  "RunIncidentView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "instance": {
     "type": "string"
    },
    "element": {
     "type": "string"
    },
    "route": {
     "type": "string",
     "description": "Key of the called route that has the element; absent for the main one."
    },
    "message": {
     "type": "string"
    },
    "since": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "instance",
    "element",
    "message",
    "since"
   ],
   "description": "What the run cannot go on from by itself."
  },
  "RunPolicy": {
   "type": "string",
   "enum": [
    "refuse",
    "queue",
    "parallel",
    "replace"
   ],
   "description": "What starting a route does while a run of it goes on for the same document."
  },
  "RunSummary": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "route": {
     "type": "string"
    },
    "routeVersion": {
     "type": "number"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "stream": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "stream",
      "number",
      "title"
     ]
    },
    "state": {
     "type": "string"
    },
    "startedAt": {
     "type": "string"
    },
    "finishedAt": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "route",
    "routeVersion",
    "document",
    "state",
    "startedAt",
    "finishedAt"
   ],
   "description": "A run as lists show it."
  },
  "RunSummaryPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RunSummary"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "RunView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "route": {
     "type": "string"
    },
    "routeVersion": {
     "type": "number"
    },
    "document": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "stream": {
       "type": "string"
      },
      "number": {
       "type": "string"
      },
      "title": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "stream",
      "number",
      "title"
     ]
    },
    "state": {
     "type": "string"
    },
    "startedAt": {
     "type": "string"
    },
    "finishedAt": {
     "type": [
      "string",
      "null"
     ]
    },
    "active": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "instance": {
        "type": "string"
       },
       "element": {
        "type": "string"
       },
       "name": {
        "type": "string"
       },
       "since": {
        "type": "string"
       },
       "assignments": {
        "type": "array",
        "items": {
         "$ref": "#/components/schemas/AssignmentView"
        }
       }
      },
      "required": [
       "instance",
       "element",
       "name",
       "since",
       "assignments"
      ]
     }
    },
    "timers": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "timer": {
        "type": "string"
       },
       "element": {
        "type": "string"
       },
       "dueAt": {
        "type": "string"
       }
      },
      "required": [
       "timer",
       "element",
       "dueAt"
      ]
     }
    },
    "incidents": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RunIncidentView"
     }
    },
    "discretionary": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "element": {
        "type": "string"
       },
       "name": {
        "type": "string"
       }
      },
      "required": [
       "element",
       "name"
      ]
     },
     "description": "Tasks of ad-hoc sub-processes that can be issued now."
    },
    "variables": {
     "type": "object",
     "additionalProperties": {}
    },
    "elements": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RunElementView"
     },
     "description": "What a drawing of the route shows: of the main one, and of those that it calls."
    },
    "flows": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/TakenFlow"
     }
    },
    "next": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LikelyStep"
     },
     "description": "Where it may go from here: the nearest steps that people are asked at, or its end. Empty when it has ended."
    },
    "calledVersions": {
     "type": "object",
     "additionalProperties": {
      "type": "number"
     },
     "description": "Versions of the routes that it calls, by key."
    },
    "trail": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/TrailEntry"
     }
    }
   },
   "required": [
    "active",
    "calledVersions",
    "discretionary",
    "document",
    "elements",
    "finishedAt",
    "flows",
    "id",
    "incidents",
    "next",
    "route",
    "routeVersion",
    "startedAt",
    "state",
    "timers",
    "trail",
    "variables"
   ],
   "description": "One run in full (api.md)."
  },
  "SaveMailboxDto": {
   "type": "object",
   "properties": {
    "url": {
     "type": "string",
     "description": "`imaps://user:password@host/INBOX?stream=requests`; kept encrypted, never answered.",
     "maxLength": 2000
    }
   },
   "required": [
    "url"
   ],
   "description": "Body of `POST /api/mailboxes`."
  },
  "Scope": {
   "type": "string",
   "enum": [
    "own",
    "group",
    "unit",
    "department",
    "company"
   ]
  },
  "SearchAnswer": {
   "type": "object",
   "properties": {
    "groups": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SearchGroup"
     }
    }
   },
   "required": [
    "groups"
   ],
   "description": "The groups in which something was found, the one with the best hit first."
  },
  "SearchGroup": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "The key of a stream, or `people`, `registers`, `routes`."
    },
    "kind": {
     "type": "string",
     "enum": [
      "document",
      "person",
      "register",
      "route"
     ]
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "description": "The name of the stream in the reader's language; null for the other kinds, which the screen names."
    },
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SearchHit"
     }
    },
    "more": {
     "type": "boolean",
     "description": "There are more than those answered."
    }
   },
   "required": [
    "key",
    "kind",
    "name",
    "items",
    "more"
   ],
   "description": "What was found of one kind: documents of one stream, people, registers or routes. The best hit is the first."
  },
  "SearchHit": {
   "anyOf": [
    {
     "$ref": "#/components/schemas/DocumentHit"
    },
    {
     "$ref": "#/components/schemas/PersonHit"
    },
    {
     "$ref": "#/components/schemas/RegisterHit"
    },
    {
     "$ref": "#/components/schemas/RouteHit"
    }
   ]
  },
  "SearchQueryDto": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Numbers, parts of words, telephone and tax numbers however they are written.",
     "maxLength": 200
    },
    "limit": {
     "type": "integer",
     "description": "Hits of each group; 5 unless said.",
     "maximum": 50,
     "minimum": 1
    },
    "streams": {
     "type": "string",
     "description": "Only documents, and only of these streams: `clients,contracts`.",
     "pattern": "^[a-z][a-z0-9-]{0,39}(,[a-z][a-z0-9-]{0,39}){0,49}$"
    }
   },
   "description": "`GET /api/search`"
  },
  "SecondFactorView": {
   "type": "object",
   "properties": {
    "active": {
     "type": "boolean"
    },
    "since": {
     "type": [
      "string",
      "null"
     ],
     "description": "Since when; null while it is not active."
    },
    "pending": {
     "type": "boolean",
     "description": "It was set up, and waits for a first code."
    },
    "recoveryCodesLeft": {
     "type": "number"
    }
   },
   "required": [
    "active",
    "since",
    "pending",
    "recoveryCodesLeft"
   ],
   "description": "Whether a person has a second factor."
  },
  "SentView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "state": {
     "type": "string",
     "enum": [
      "waiting",
      "sent"
     ]
    }
   },
   "required": [
    "id",
    "state"
   ],
   "description": "What became of what was sent: a message waits until a run has had it, a signal is sent once."
  },
  "ServiceAccountView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "active": {
     "type": "boolean"
    },
    "roles": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "tokens": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ApiTokenView"
     }
    }
   },
   "required": [
    "id",
    "login",
    "name",
    "active",
    "roles",
    "tokens"
   ],
   "description": "An account of a program."
  },
  "ServiceAccountViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ServiceAccountView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "SessionListView": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/OwnSessionView"
     }
    },
    "nextCursor": {
     "type": "null"
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "Answer of `GET /api/me/sessions`."
  },
  "SessionView": {
   "type": "object",
   "properties": {
    "token": {
     "type": "string",
     "description": "For programs, as `Authorization: Bearer`; browsers have it in their cookie."
    },
    "expiresAt": {
     "type": "string",
     "description": "ISO 8601."
    },
    "person": {
     "type": "object",
     "properties": {
      "id": {
       "type": "string"
      },
      "login": {
       "type": "string"
      },
      "name": {
       "type": "string"
      }
     },
     "required": [
      "id",
      "login",
      "name"
     ]
    }
   },
   "required": [
    "token",
    "expiresAt",
    "person"
   ],
   "description": "A session that has begun."
  },
  "SettingsView": {
   "type": "object",
   "properties": {
    "events": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "event": {
        "$ref": "#/components/schemas/EventKey"
       },
       "name": {
        "type": "string"
       },
       "bell": {
        "type": "boolean"
       },
       "push": {
        "type": "boolean"
       },
       "mail": {
        "$ref": "#/components/schemas/MailWay"
       }
      },
      "required": [
       "bell",
       "event",
       "mail",
       "name",
       "push"
      ]
     }
    },
    "quietHours": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/QuietHours"
      },
      {
       "type": "null"
      }
     ]
    },
    "digestAt": {
     "type": "string"
    },
    "overview": {
     "type": "boolean"
    },
    "timeZone": {
     "type": [
      "string",
      "null"
     ],
     "description": "What was chosen; null for that of the working calendar."
    },
    "effectiveTimeZone": {
     "type": "string",
     "description": "The zone by which quiet hours and the daily letter go."
    },
    "showContent": {
     "type": "boolean"
    },
    "holdWhileAbsent": {
     "type": "boolean"
    },
    "quietNow": {
     "type": "boolean",
     "description": "Whether push and letters are held back at this moment."
    }
   },
   "required": [
    "events",
    "quietHours",
    "digestAt",
    "overview",
    "timeZone",
    "effectiveTimeZone",
    "showContent",
    "holdWhileAbsent",
    "quietNow"
   ],
   "description": "What a person is told of, and how: complete, with the names of the events."
  },
  "ShareDto": {
   "type": "object",
   "properties": {
    "person": {
     "type": "string",
     "description": "Id or login of a person. Exactly one of `person`, `unit` and `group` is named.",
     "maxLength": 200
    },
    "unit": {
     "type": "string",
     "description": "Id or key of a unit: everybody in it and in the units below it.",
     "maxLength": 200
    },
    "group": {
     "type": "string",
     "description": "Id or key of a group: everybody in it.",
     "maxLength": 200
    },
    "level": {
     "$ref": "#/components/schemas/ShareLevel",
     "description": "`read` unless said; `edit` lets the person change and link it too."
    },
    "until": {
     "type": [
      "string",
      "null"
     ],
     "description": "When it ends, ISO 8601; until it is taken back unless said.",
     "format": "date-time"
    }
   },
   "description": "Body of `POST /api/documents/{id}/shares`."
  },
  "ShareHolderKind": {
   "type": "string",
   "enum": [
    "person",
    "unit",
    "group"
   ]
  },
  "ShareLevel": {
   "type": "string",
   "enum": [
    "read",
    "edit"
   ]
  },
  "ShareView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "person": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ],
     "description": "Null for a share of a unit or group."
    },
    "unit": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SharedBody"
      },
      {
       "type": "null"
      }
     ],
     "description": "Everybody of the unit and of the units below it; null for other shares."
    },
    "group": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SharedBody"
      },
      {
       "type": "null"
      }
     ],
     "description": "Everybody of the group; null for other shares."
    },
    "level": {
     "$ref": "#/components/schemas/ShareLevel",
     "description": "`read`, or `edit`: read, change and link."
    },
    "until": {
     "type": [
      "string",
      "null"
     ],
     "description": "ISO 8601; null: until it is taken back."
    },
    "over": {
     "type": "boolean",
     "description": "Its end has passed, so that it gives nothing any more."
    },
    "createdAt": {
     "type": "string"
    },
    "createdBy": {
     "$ref": "#/components/schemas/PersonView"
    }
   },
   "required": [
    "id",
    "person",
    "unit",
    "group",
    "level",
    "until",
    "over",
    "createdAt",
    "createdBy"
   ],
   "description": "A document shared with somebody by name: with one person, unit or group."
  },
  "ShareViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ShareView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "SharedBody": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "key",
    "name"
   ],
   "description": "A unit or a group that a document is shared with."
  },
  "SharedWithDto": {
   "type": "object",
   "properties": {
    "kind": {
     "$ref": "#/components/schemas/Audience"
    },
    "key": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id or key of the unit, key of the role.",
     "maxLength": 60
    }
   },
   "required": [
    "kind"
   ],
   "description": "With whom a view is shared."
  },
  "SheetCell": {
   "type": "object",
   "properties": {
    "text": {
     "type": "string"
    },
    "number": {
     "type": "boolean"
    },
    "bold": {
     "type": "boolean"
    }
   },
   "required": [
    "text"
   ],
   "description": "Text as a cell shows it; `number` stands on the right."
  },
  "SheetPreview": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string"
    },
    "rows": {
     "type": "array",
     "items": {
      "type": "array",
      "items": {
       "$ref": "#/components/schemas/SheetCell"
      }
     }
    },
    "truncated": {
     "type": "boolean",
     "description": "True when the sheet has more rows or columns."
    }
   },
   "required": [
    "name",
    "rows",
    "truncated"
   ],
   "description": "The first rows of a sheet, as its cells show them."
  },
  "SignInDto": {
   "type": "object",
   "properties": {
    "login": {
     "type": "string",
     "pattern": "^[^\\u0000-\\u001f\\u007f]*$",
     "minLength": 1,
     "maxLength": 200
    },
    "password": {
     "type": "string",
     "maxLength": 1024
    },
    "remember": {
     "type": "boolean",
     "description": "Keep the session for 30 days instead of 12 hours after the last use."
    },
    "code": {
     "type": "string",
     "description": "The code of the authenticator app, or a recovery code, for a person who has a second factor.",
     "maxLength": 30
    }
   },
   "required": [
    "login",
    "password"
   ],
   "description": "Body of `POST /api/session`."
  },
  "SignInMethod": {
   "type": "string",
   "enum": [
    "password",
    "password+code",
    "password+recovery-code",
    "passkey",
    "provider",
    "link"
   ],
   "description": "By what a person showed who it is."
  },
  "SignalDto": {
   "type": "object",
   "properties": {
    "name": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "variables": {
     "type": "object",
     "additionalProperties": {},
     "description": "What those who receive it see as variables."
    },
    "document": {
     "type": "string",
     "description": "The document that it is about; routes that it starts are for it.",
     "format": "uuid"
    }
   },
   "required": [
    "name"
   ],
   "description": "`POST /api/signals`"
  },
  "SimilarDocument": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "stream": {
     "type": "string"
    },
    "number": {
     "type": "string"
    },
    "title": {
     "type": "string"
    },
    "status": {
     "type": "string"
    },
    "responsible": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/PersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "reasons": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SimilarityReason"
     },
     "description": "The weightiest first."
    },
    "createdAt": {
     "type": "string",
     "description": "ISO 8601, UTC."
    }
   },
   "required": [
    "createdAt",
    "id",
    "number",
    "reasons",
    "responsible",
    "status",
    "stream",
    "title"
   ]
  },
  "SimilarDocuments": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SimilarDocument"
     },
     "description": "The likeliest first, at most ten."
    },
    "hidden": {
     "type": "number",
     "description": "So many more have the same tax number, telephone or e-mail, but may not be seen by the asker."
    }
   },
   "required": [
    "items",
    "hidden"
   ]
  },
  "SimilarDto": {
   "type": "object",
   "properties": {
    "fields": {
     "type": "object",
     "additionalProperties": {},
     "description": "The card as far as it is filled in."
    },
    "except": {
     "type": "string",
     "description": "The document itself, when it is there already.",
     "format": "uuid"
    }
   },
   "required": [
    "fields"
   ],
   "description": "Body of `POST /api/streams/{stream}/similar`."
  },
  "SimilarityCode": {
   "type": "string",
   "enum": [
    "same-tax-number",
    "same-phone",
    "same-email",
    "similar-name",
    "same-text"
   ]
  },
  "SimilarityReason": {
   "type": "object",
   "properties": {
    "code": {
     "$ref": "#/components/schemas/SimilarityCode"
    },
    "field": {
     "type": "string",
     "description": "The field of what is being entered."
    },
    "text": {
     "type": "string",
     "description": "What the found document holds, as people read it."
    }
   },
   "required": [
    "code",
    "field",
    "text"
   ],
   "description": "Why a document is likely to be the same one."
  },
  "SkipDto": {
   "type": "object",
   "properties": {
    "reason": {
     "type": "string",
     "maxLength": 10000
    }
   },
   "description": "`POST /api/assignments/{id}/skip`"
  },
  "StartPreview": {
   "type": "object",
   "properties": {
    "state": {
     "type": "string",
     "description": "`running`, `queued` behind another run, or `completed` at once."
    },
    "asked": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PreviewedStep"
     }
    },
    "stuck": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "name": {
        "type": "string"
       },
       "message": {
        "type": "string"
       }
      },
      "required": [
       "name",
       "message"
      ]
     },
     "description": "What would stand in the way: nobody to be found for a step, a faulty expression."
    },
    "next": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/LikelyStep"
     },
     "description": "Where it may go from there."
    }
   },
   "required": [
    "state",
    "asked",
    "stuck",
    "next"
   ],
   "description": "What a start would come to, as far as that is known before."
  },
  "StartRunDto": {
   "type": "object",
   "properties": {
    "route": {
     "type": "string",
     "maxLength": 200,
     "minLength": 1
    },
    "variables": {
     "type": "object",
     "additionalProperties": {}
    }
   },
   "required": [
    "route"
   ],
   "description": "`POST /api/documents/{id}/runs`"
  },
  "StartView": {
   "type": "object",
   "properties": {
    "element": {
     "type": "string"
    },
    "name": {
     "type": [
      "string",
      "null"
     ]
    },
    "type": {
     "type": "string",
     "enum": [
      "none",
      "message",
      "signal",
      "timer",
      "conditional"
     ]
    },
    "when": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "element",
    "name",
    "type",
    "when"
   ],
   "description": "A start event: `when` is the name of a message or signal, the condition, or the time."
  },
  "StatusDefinition": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "final": {
     "type": "boolean",
     "description": "Nothing more is expected of the document."
    },
    "tone": {
     "type": "string",
     "enum": [
      "neutral",
      "active",
      "waiting",
      "good",
      "bad"
     ],
     "description": "The status colour on screen."
    }
   },
   "required": [
    "key",
    "name"
   ]
  },
  "StatusSum": {
   "type": "object",
   "properties": {
    "amount": {
     "type": "string",
     "description": "Decimal text."
    },
    "currency": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "amount",
    "currency"
   ],
   "description": "A sum of a field: of money in one currency, or of plain numbers (`currency` is null)."
  },
  "StatusTally": {
   "type": "object",
   "properties": {
    "status": {
     "type": "string"
    },
    "count": {
     "type": "number"
    },
    "sums": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StatusSum"
     },
     "description": "One for each currency that occurs; empty unless a field to sum was named."
    }
   },
   "required": [
    "status",
    "count",
    "sums"
   ]
  },
  "StepAccess": {
   "type": "object",
   "properties": {
    "assignment": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "fields": {
     "type": "object",
     "properties": {
      "editable": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "May be changed with the decision, whatever other rights say."
      },
      "required": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "Of these, what must be filled in."
      },
      "hidden": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "Not shown at the step, which makes no secret of them."
      }
     },
     "required": [
      "editable",
      "required",
      "hidden"
     ]
    },
    "because": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Sentences; none where the step says nothing about fields."
    }
   },
   "required": [
    "assignment",
    "because",
    "fields",
    "name"
   ],
   "description": "The same for people."
  },
  "StepOfRoute": {
   "type": "object",
   "properties": {
    "assignment": {
     "type": "string"
    },
    "name": {
     "type": "string"
    },
    "fields": {
     "type": "object",
     "properties": {
      "editable": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "May be changed with the decision, whatever other rights say."
      },
      "required": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "Of these, what must be filled in."
      },
      "hidden": {
       "type": "array",
       "items": {
        "type": "string"
       },
       "description": "Not shown at the step, which makes no secret of them."
      }
     },
     "required": [
      "editable",
      "required",
      "hidden"
     ]
    }
   },
   "required": [
    "assignment",
    "name",
    "fields"
   ],
   "description": "A step of a route that a person has, and what it says about fields (keys)."
  },
  "StreamAccess": {
   "type": "object",
   "properties": {
    "person": {
     "$ref": "#/components/schemas/PersonView"
    },
    "stream": {
     "type": "string"
    },
    "verbs": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/Verb"
     }
    },
    "rules": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessRule"
     },
     "description": "The rules by which the person reads, the widest first; empty where only what was opened by name is read."
    },
    "documents": {
     "type": [
      "number",
      "null"
     ],
     "description": "How many documents the person reads, those opened by name included; told where one person was asked about."
    }
   },
   "required": [
    "person",
    "stream",
    "verbs",
    "rules",
    "documents"
   ],
   "description": "What one person may do in one stream."
  },
  "StreamAccessPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StreamAccess"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "StreamView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Unique in the installation; used in addresses and in SQL literals, so small letters, digits and hyphens only."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "The name of the register: \"Requests\"."
    },
    "document": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "The name of one document: \"Request\"."
    },
    "icon": {
     "type": "string"
    },
    "solution": {
     "type": "string",
     "description": "The folder of the file: `sales`."
    },
    "title": {
     "type": "string",
     "description": "Text with `{field}` holes; `{choice}` shows the label in English."
    },
    "statuses": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StatusDefinition"
     }
    },
    "initial": {
     "type": "string",
     "description": "Key of the status of a newly registered document."
    },
    "fields": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FieldDefinition"
     }
    },
    "views": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ViewDefinition"
     }
    },
    "relations": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/RelationDefinition"
     }
    },
    "calendar": {
     "$ref": "#/components/schemas/CalendarDefinition",
     "description": "Absent: documents of the stream stand in no calendar."
    },
    "forms": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FormDefinition"
     }
    },
    "version": {
     "type": "number"
    },
    "may": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/AccessVerb"
     },
     "description": "What the asker may do with at least some documents of the stream."
    },
    "locked": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of the fields that the asker sees and may not fill in."
    },
    "configuration": {
     "type": "object",
     "properties": {
      "numbering": {
       "$ref": "#/components/schemas/NumberingDefinition"
      },
      "access": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/AccessGrant"
       }
      },
      "letters": {
       "$ref": "#/components/schemas/LettersDefinition"
      },
      "linking": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LinkingRule"
       }
      },
      "autoprocessing": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/AutoprocessingRule"
       }
      }
     },
     "required": [
      "numbering",
      "access",
      "letters",
      "linking",
      "autoprocessing"
     ],
     "description": "For administrators only."
    }
   },
   "required": [
    "document",
    "fields",
    "forms",
    "initial",
    "key",
    "locked",
    "may",
    "name",
    "relations",
    "solution",
    "statuses",
    "title",
    "version",
    "views"
   ],
   "description": "A stream as the API answers it: what a screen needs to show registers and cards."
  },
  "StreamViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/StreamView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "SubscribeDto": {
   "type": "object",
   "properties": {
    "endpoint": {
     "type": "string",
     "maxLength": 1000
    },
    "keys": {
     "type": "object",
     "properties": {
      "p256dh": {
       "type": "string"
      },
      "auth": {
       "type": "string"
      }
     },
     "required": [
      "p256dh",
      "auth"
     ],
     "description": "As browsers name them: 65 bytes of a point on P-256, 16 bytes of a secret, in base64url."
    }
   },
   "required": [
    "endpoint",
    "keys"
   ],
   "description": "`POST /api/me/push/subscriptions`: what `PushSubscription.toJSON()` answers in a browser."
  },
  "SubstitutionListView": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/SubstitutionView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ]
  },
  "SubstitutionView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "absent": {
     "$ref": "#/components/schemas/NamedPersonView"
    },
    "substitute": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/NamedPersonView"
      },
      {
       "type": "null"
      }
     ],
     "description": "Null: nobody acts meanwhile."
    },
    "startsAt": {
     "type": "string"
    },
    "endsAt": {
     "type": "string"
    },
    "state": {
     "type": "string",
     "enum": [
      "planned",
      "running",
      "ended"
     ]
    },
    "streams": {
     "anyOf": [
      {
       "type": "array",
       "items": {
        "type": "string"
       }
      },
      {
       "type": "null"
      }
     ]
    },
    "maxAmount": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/SumDto"
      },
      {
       "type": "null"
      }
     ]
    },
    "reason": {
     "type": [
      "string",
      "null"
     ]
    },
    "createdBy": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/NamedPersonView"
      },
      {
       "type": "null"
      }
     ]
    },
    "createdAt": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "id",
    "absent",
    "substitute",
    "startsAt",
    "endsAt",
    "state",
    "streams",
    "maxAmount",
    "reason",
    "createdBy",
    "createdAt"
   ],
   "description": "A substitution as the API answers it."
  },
  "SubstitutionWarning": {
   "type": "object",
   "properties": {
    "code": {
     "type": "string",
     "examples": [
      "nobody-present"
     ]
    },
    "message": {
     "type": "string"
    }
   },
   "required": [
    "code",
    "message"
   ],
   "description": "Something that is allowed, and probably not what was meant."
  },
  "SubstitutionsQueryDto": {
   "type": "object",
   "properties": {
    "person": {
     "type": "string",
     "description": "Id or login of the absent or the substitute.",
     "pattern": "^[^\\0\\p{Cs}]*$",
     "minLength": 1,
     "maxLength": 100
    },
    "active": {
     "type": "boolean",
     "description": "`true`: those in force now; `false`: those that have ended or have not begun."
    },
    "limit": {
     "type": "integer",
     "minimum": 1,
     "maximum": 200
    },
    "cursor": {
     "type": "string",
     "format": "uuid"
    }
   },
   "description": "`GET /api/substitutions`"
  },
  "Sum": {
   "type": "object",
   "properties": {
    "amount": {
     "type": "string"
    },
    "currency": {
     "type": "string"
    }
   },
   "required": [
    "amount",
    "currency"
   ],
   "description": "An amount of money: plain decimal text and the currency's code of ISO 4217."
  },
  "SumDto": {
   "type": "object",
   "properties": {
    "amount": {
     "type": "string",
     "examples": [
      "10000.00"
     ],
     "pattern": "^-?\\d{1,15}(\\.\\d{1,6})?$"
    },
    "currency": {
     "type": "string",
     "description": "ISO 4217.",
     "pattern": "^[A-Z]{3}$"
    }
   },
   "required": [
    "amount",
    "currency"
   ],
   "description": "An amount of money as the API takes it."
  },
  "SuspendDto": {
   "type": "object",
   "properties": {
    "until": {
     "type": "string",
     "description": "ISO 8601: it comes back by itself then.",
     "format": "date-time"
    },
    "reason": {
     "type": "string",
     "maxLength": 2000
    }
   },
   "description": "`POST /api/assignments/{id}/suspend`"
  },
  "TableField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "table"
    },
    "columns": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ColumnDefinition"
     }
    },
    "maxRows": {
     "type": "number",
     "description": "500 unless said."
    }
   },
   "required": [
    "columns",
    "key",
    "name",
    "type"
   ]
  },
  "TakenFlow": {
   "type": "object",
   "properties": {
    "flow": {
     "type": "string"
    },
    "route": {
     "type": "string"
    },
    "times": {
     "type": "number"
    }
   },
   "required": [
    "flow",
    "times"
   ],
   "description": "A flow that was taken, and how often."
  },
  "TallyQuery": {
   "type": "object",
   "properties": {
    "q": {
     "type": "string",
     "description": "Parts of words of number, title or any text on the card.",
     "maxLength": 200
    },
    "filter": {
     "type": "string",
     "description": "JSON: `{\"and\": [{\"field\", \"op\", \"value\"}]}`.",
     "maxLength": 20000
    },
    "sum": {
     "type": "string",
     "description": "Key of a field of money or numbers to be summed.",
     "pattern": "^[A-Za-z][A-Za-z0-9]{0,59}$"
    }
   },
   "description": "Query of the numbers of documents by status."
  },
  "TaxNumberField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "taxNumber"
    },
    "countries": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Countries whose numbers are taken: LT, PL, RU; all of them unless said."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "TextField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "text"
    },
    "maxLength": {
     "type": "number",
     "description": "Characters; 10,000 unless said, 500 for a field that is filterable, sortable or unique."
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "TextPreview": {
   "type": "object",
   "properties": {
    "text": {
     "type": "string"
    },
    "encoding": {
     "type": "string",
     "description": "As it was read, by the name of the WHATWG Encoding Standard."
    },
    "truncated": {
     "type": "boolean",
     "description": "True when the file goes on."
    }
   },
   "required": [
    "text",
    "encoding",
    "truncated"
   ],
   "description": "The beginning of a text."
  },
  "ToPersonDto": {
   "type": "object",
   "properties": {
    "to": {
     "type": "string",
     "maxLength": 100,
     "minLength": 1
    }
   },
   "required": [
    "to"
   ],
   "description": "`POST /api/assignments/{id}/delegate` and `forward`: a person's id or login."
  },
  "TokenScope": {
   "type": "string",
   "enum": [
    "read",
    "write",
    "scim"
   ]
  },
  "TrailEntry": {
   "type": "object",
   "properties": {
    "at": {
     "type": "number"
    },
    "event": {
     "type": "string",
     "enum": [
      "entered",
      "completed",
      "taken",
      "cancelled",
      "compensated",
      "incident",
      "resolved",
      "moved",
      "reopened",
      "confirmed",
      "restored",
      "variables",
      "finished"
     ]
    },
    "element": {
     "type": "string",
     "description": "Element id; for `taken` the flow's."
    },
    "name": {
     "type": "string"
    },
    "instance": {
     "type": "string"
    },
    "route": {
     "type": "string"
    },
    "detail": {
     "type": "string"
    },
    "renamed": {
     "type": "object",
     "additionalProperties": {
      "type": "string"
     },
     "description": "Of `restored`: entries before this one name these elements and flows of the main route by the ids that they had then."
    }
   },
   "required": [
    "at",
    "event",
    "element"
   ]
  },
  "UnitClosing": {
   "type": "object",
   "properties": {
    "below": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Names of open units below it, in the reader's language; while there are any, it cannot be closed."
    },
    "posts": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "name": {
        "type": "string"
       },
       "holders": {
        "type": "number"
       }
      },
      "required": [
       "key",
       "name",
       "holders"
      ]
     }
    },
    "people": {
     "type": "number",
     "description": "People who hold its posts or head it."
    },
    "documents": {
     "type": "number",
     "description": "Documents of the unit, which stay; open ones go to attention."
    },
    "assignments": {
     "type": "number",
     "description": "Assignments on them that are not done, which stay with whom they are."
    }
   },
   "required": [
    "below",
    "posts",
    "people",
    "documents",
    "assignments"
   ],
   "description": "What closing a unit would concern."
  },
  "UnitMember": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "login": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "login",
    "name"
   ],
   "description": "Somebody of a unit."
  },
  "UnitPast": {
   "type": "object",
   "properties": {
    "heads": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PastPerson"
     }
    },
    "posts": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "holders": {
        "type": "array",
        "items": {
         "$ref": "#/components/schemas/PastPerson"
        }
       }
      },
      "required": [
       "key",
       "holders"
      ]
     }
    }
   },
   "required": [
    "heads",
    "posts"
   ],
   "description": "Who headed a unit and held its posts, the latest first."
  },
  "UnitView": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "name": {
     "type": "string"
    }
   },
   "required": [
    "id",
    "name"
   ]
  },
  "UnitWithPeople": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "key": {
     "type": "string"
    },
    "name": {
     "type": "string",
     "description": "In the reader's language."
    },
    "names": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "As it is stored: one text, or one per language."
    },
    "parent": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id of the unit above."
    },
    "head": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/UnitMember"
      },
      {
       "type": "null"
      }
     ]
    },
    "members": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/UnitMember"
     },
     "description": "Those of the unit itself, by name."
    },
    "posts": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/PostView"
     }
    },
    "calendar": {
     "type": [
      "string",
      "null"
     ],
     "description": "Key of its own working calendar."
    },
    "closedAt": {
     "type": [
      "string",
      "null"
     ],
     "description": "ISO 8601: since when it is closed; null for one that is open."
    },
    "version": {
     "type": "number",
     "description": "For `If-Match`, as `\"v3\"`; absent for a day of the past."
    }
   },
   "required": [
    "id",
    "key",
    "name",
    "names",
    "parent",
    "head",
    "members",
    "posts",
    "calendar",
    "closedAt"
   ],
   "description": "A part of the organisation, with the people who work in it."
  },
  "Units": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/UnitWithPeople"
     }
    }
   },
   "required": [
    "items"
   ]
  },
  "UnitsListDto": {
   "type": "object",
   "properties": {
    "on": {
     "type": "string",
     "description": "A day: the organisation as it was at the end of it. Absent: as it is.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    },
    "closed": {
     "type": "boolean",
     "description": "Those that are closed as well."
    }
   },
   "description": "Query of `GET /api/units`."
  },
  "UnitsQueryDto": {
   "type": "object",
   "properties": {
    "on": {
     "type": "string",
     "description": "A day: the organisation as it was at the end of it. Absent: as it is.",
     "pattern": "^[12]\\d{3}-\\d\\d-\\d\\d$"
    }
   },
   "description": "Query of `GET /api/units`."
  },
  "UnreadCount": {
   "type": "object",
   "properties": {
    "unread": {
     "type": "number"
    }
   },
   "required": [
    "unread"
   ],
   "description": "How much is unread; counted up to 100, which stands for \"100 or more\"."
  },
  "UnsubscribeDto": {
   "type": "object",
   "properties": {
    "endpoint": {
     "type": "string",
     "maxLength": 1000
    }
   },
   "required": [
    "endpoint"
   ],
   "description": "`POST /api/me/push/unsubscribe`"
  },
  "UrlField": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string",
     "description": "Letters and digits, small letter first; unique within the card."
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "help": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "group": {
     "$ref": "#/components/schemas/LocalisedText",
     "description": "Fields with one group are shown together under its name."
    },
    "required": {
     "type": "boolean"
    },
    "visibleWhen": {
     "type": "string",
     "description": "FEEL over the fields above: the field belongs on the card only while it is true. A hidden field is not asked for and not taken; an edit that hides it empties it."
    },
    "requiredWhen": {
     "type": "string",
     "description": "FEEL over the card and the `status` of the document: the field must be filled while it is true."
    },
    "filterable": {
     "type": "boolean",
     "description": "Can be filtered by, fast."
    },
    "sortable": {
     "type": "boolean",
     "description": "Can be sorted by, fast."
    },
    "searchable": {
     "type": "boolean",
     "description": "Any part of it can be searched for, fast."
    },
    "unique": {
     "type": "boolean",
     "description": "No two documents of the stream hold the same value."
    },
    "viewRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles see the field, anywhere; everybody who sees the document unless said."
    },
    "editRoles": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Only holders of one of these roles fill it in or change it; everybody who may change the document unless said."
    },
    "default": {
     "description": "Taken at registration where nothing is given."
    },
    "type": {
     "type": "string",
     "const": "url"
    }
   },
   "required": [
    "key",
    "name",
    "type"
   ]
  },
  "UserVerificationRequirement": {
   "type": "string",
   "enum": [
    "discouraged",
    "preferred",
    "required"
   ]
  },
  "VariablesDto": {
   "type": "object",
   "properties": {
    "variables": {
     "type": "object",
     "additionalProperties": {}
    },
    "instance": {
     "type": "string",
     "description": "Instance of an element; absent: the run as a whole.",
     "maxLength": 40
    },
    "reason": {
     "type": "string",
     "maxLength": 2000,
     "minLength": 1
    }
   },
   "required": [
    "variables",
    "reason"
   ],
   "description": "`PATCH /api/runs/{id}/variables`"
  },
  "Verb": {
   "type": "string",
   "enum": [
    "read",
    "register",
    "edit",
    "delete",
    "links"
   ]
  },
  "ViewAudience": {
   "type": "object",
   "properties": {
    "kind": {
     "type": "string",
     "enum": [
      "unit",
      "role",
      "all"
     ]
    },
    "key": {
     "type": [
      "string",
      "null"
     ],
     "description": "Id of the unit or key of the role; null for everybody."
    },
    "name": {
     "type": [
      "string",
      "null"
     ],
     "description": "Name of the unit in the reader's language; null otherwise."
    }
   },
   "required": [
    "kind",
    "key",
    "name"
   ],
   "description": "Who has a view in the menu besides its owner."
  },
  "ViewColumn": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string",
     "description": "Key of a field or of a document column."
    },
    "width": {
     "type": "number",
     "description": "Pixels; the screen chooses unless said."
    }
   },
   "required": [
    "field"
   ]
  },
  "ViewColumnDto": {
   "type": "object",
   "properties": {
    "field": {
     "type": "string",
     "description": "Key of a field, or `number title status responsible unit createdAt updatedAt flagged`.",
     "maxLength": 60
    },
    "width": {
     "type": "integer",
     "description": "Pixels.",
     "maximum": 4000,
     "minimum": 20
    }
   },
   "required": [
    "field"
   ],
   "description": "A column of a view."
  },
  "ViewCount": {
   "type": "object",
   "properties": {
    "id": {
     "type": "string"
    },
    "count": {
     "type": "number",
     "description": "Up to 999."
    },
    "more": {
     "type": "boolean",
     "description": "There are more than `count`."
    }
   },
   "required": [
    "id",
    "count",
    "more"
   ],
   "description": "How many documents a view holds."
  },
  "ViewCountPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/ViewCount"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "ViewDefinition": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "name": {
     "$ref": "#/components/schemas/LocalisedText"
    },
    "columns": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Keys of fields or of document columns (`number title status responsible unit createdAt updatedAt`)."
    },
    "filter": {
     "type": "object",
     "properties": {
      "and": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/FilterCondition"
       }
      }
     },
     "required": [
      "and"
     ],
     "description": "Same form as the `filter` of the register in the API."
    },
    "sort": {
     "type": "string",
     "description": "`plannedAt` or `-createdAt`, several by commas."
    }
   },
   "required": [
    "key",
    "name",
    "columns"
   ],
   "description": "A saved view of the register."
  },
  "ViewFilter": {
   "type": "object",
   "properties": {
    "and": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/FilterCondition"
     }
    }
   },
   "required": [
    "and"
   ],
   "description": "As the register takes it; values may be relative, see `valuesMeant`."
  },
  "ViewKind": {
   "type": "string",
   "enum": [
    "table",
    "board",
    "calendar"
   ]
  },
  "ViewOptionsDto": {
   "type": "object",
   "properties": {
    "kind": {
     "$ref": "#/components/schemas/ViewKind",
     "description": "`table` unless said."
    },
    "filter": {
     "anyOf": [
      {
       "$ref": "#/components/schemas/ViewFilter"
      },
      {
       "type": "null"
      }
     ],
     "description": "As the register takes it; null for all documents."
    },
    "sort": {
     "type": [
      "string",
      "null"
     ],
     "maxLength": 200
    },
    "sharedWith": {
     "$ref": "#/components/schemas/SharedWithDto",
     "description": "`{kind: \"me\"}` for nobody else."
    }
   },
   "description": "What a view may have or not."
  },
  "ViewsQueryDto": {
   "type": "object",
   "properties": {
    "stream": {
     "type": "string",
     "description": "All streams unless said.",
     "pattern": "^[a-z][a-z0-9-]{0,39}$"
    }
   },
   "description": "Query of `GET /api/views` and `GET /api/views/counts`."
  },
  "Welcome": {
   "type": "object",
   "properties": {
    "build": {
     "type": "string",
     "description": "Names the version of the web app that is served: a page of another one offers to be loaded again."
    },
    "demo": {
     "type": "array",
     "items": {
      "type": "string"
     },
     "description": "Logins of the demo organisation; none without demo data."
    },
    "provider": {
     "type": [
      "string",
      "null"
     ],
     "description": "The sign-in provider of the firm, as its button names it; null where people sign in here only."
    },
    "forms": {
     "type": "array",
     "items": {
      "type": "object",
      "properties": {
       "key": {
        "type": "string"
       },
       "title": {
        "$ref": "#/components/schemas/LocalisedText"
       }
      },
      "required": [
       "key",
       "title"
      ]
     },
     "description": "Public forms."
    }
   },
   "required": [
    "build",
    "demo",
    "provider",
    "forms"
   ],
   "description": "What the sign-in page shows."
  },
  "WorkingCalendar": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "timeZone": {
     "type": "string"
    },
    "week": {
     "type": "object",
     "properties": {
      "mon": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "tue": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "wed": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "thu": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "fri": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sat": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sun": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      }
     },
     "required": [
      "mon",
      "tue",
      "wed",
      "thu",
      "fri",
      "sat",
      "sun"
     ]
    },
    "exceptions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CalendarException"
     }
    }
   },
   "required": [
    "key",
    "timeZone",
    "week",
    "exceptions"
   ],
   "description": "When a unit works. Data that an administrator edits: moved holidays cannot be computed."
  },
  "WorkingCalendarDto": {
   "type": "object",
   "properties": {
    "timeZone": {
     "type": "string",
     "description": "IANA, e.g. `Europe/Vilnius`.",
     "minLength": 1,
     "maxLength": 100
    },
    "week": {
     "type": "object",
     "properties": {
      "mon": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "tue": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "wed": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "thu": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "fri": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sat": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sun": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      }
     },
     "required": [
      "mon",
      "tue",
      "wed",
      "thu",
      "fri",
      "sat",
      "sun"
     ]
    },
    "exceptions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CalendarException"
     },
     "maxItems": 5000
    }
   },
   "required": [
    "timeZone",
    "week",
    "exceptions"
   ],
   "description": "Body of `PUT /api/calendars/{key}`; what is inside is checked by the rules of working calendars."
  },
  "WorkingCalendarView": {
   "type": "object",
   "properties": {
    "key": {
     "type": "string"
    },
    "timeZone": {
     "type": "string"
    },
    "week": {
     "type": "object",
     "properties": {
      "mon": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "tue": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "wed": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "thu": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "fri": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sat": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      },
      "sun": {
       "type": "array",
       "items": {
        "$ref": "#/components/schemas/LocalInterval"
       }
      }
     },
     "required": [
      "mon",
      "tue",
      "wed",
      "thu",
      "fri",
      "sat",
      "sun"
     ]
    },
    "exceptions": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/CalendarException"
     }
    },
    "units": {
     "type": "number"
    },
    "people": {
     "type": "number"
    },
    "version": {
     "type": "number",
     "description": "For `If-Match`, as `\"v3\"`."
    }
   },
   "required": [
    "exceptions",
    "key",
    "people",
    "timeZone",
    "units",
    "version",
    "week"
   ],
   "description": "A working calendar, with how many use it by name."
  },
  "WorkingCalendarViewPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "$ref": "#/components/schemas/WorkingCalendarView"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  },
  "stringPage": {
   "type": "object",
   "properties": {
    "items": {
     "type": "array",
     "items": {
      "type": "string"
     }
    },
    "nextCursor": {
     "type": [
      "string",
      "null"
     ]
    }
   },
   "required": [
    "items",
    "nextCursor"
   ],
   "description": "A page of a list as the API answers it; `nextCursor` leads to the next one, and is null on the last."
  }
 },
 "operations": {
  "AccessController_explain": {
   "answer": {
    "$ref": "#/components/schemas/AccessExplanation"
   },
   "query": "ExplainQuery"
  },
  "AccessController_people": {
   "answer": {
    "$ref": "#/components/schemas/StreamAccessPage"
   },
   "query": "AccessReportQuery"
  },
  "AccessController_readers": {
   "answer": {
    "$ref": "#/components/schemas/DocumentReaderPage"
   }
  },
  "AccessController_sheetOf": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "sheetType",
   "query": "AccessSheetQuery"
  },
  "AccessRulesController_change": {
   "answer": {
    "$ref": "#/components/schemas/AccessRulesView"
   }
  },
  "AccessRulesController_one": {
   "answer": {
    "$ref": "#/components/schemas/AccessRulesView"
   }
  },
  "AccessRulesController_preview": {
   "answer": {
    "$ref": "#/components/schemas/RulesPreview"
   }
  },
  "AccountsController_add": {
   "answer": {
    "$ref": "#/components/schemas/AccountView"
   }
  },
  "AccountsController_change": {
   "answer": {
    "$ref": "#/components/schemas/AccountView"
   }
  },
  "AccountsController_deactivate": {
   "answer": {
    "$ref": "#/components/schemas/AccountView"
   }
  },
  "AccountsController_invite": {},
  "AccountsController_list": {
   "answer": {
    "$ref": "#/components/schemas/AccountsPage"
   },
   "query": "AccountsQueryDto"
  },
  "AccountsController_reactivate": {
   "answer": {
    "$ref": "#/components/schemas/AccountView"
   }
  },
  "AccountsController_show": {
   "answer": {
    "$ref": "#/components/schemas/AccountView"
   }
  },
  "AssignmentLifeController_accept": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_dismissLapse": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_fail": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_report": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_resume": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_sendBack": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_skip": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_start": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentLifeController_suspend": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_claim": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_complete": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_decideAll": {
   "answer": {
    "$ref": "#/components/schemas/DecisionResults"
   }
  },
  "AssignmentsController_delegate": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_forward": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_get": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_list": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentViewPage"
   },
   "query": "AssignmentsQueryDto"
  },
  "AssignmentsController_refuse": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AssignmentsController_release": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "AttentionController_list": {
   "answer": {
    "$ref": "#/components/schemas/AttentionList"
   },
   "query": "AttentionQueryDto"
  },
  "AuditController_kinds": {
   "answer": {
    "$ref": "#/components/schemas/AuditKinds"
   }
  },
  "AuditController_list": {
   "answer": {
    "$ref": "#/components/schemas/AuditEntryViewPage"
   },
   "query": "AuditQuery"
  },
  "AuditController_sheet": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "sheetType",
   "query": "AuditFilterQuery"
  },
  "AuditController_verify": {
   "answer": {
    "$ref": "#/components/schemas/AuditReport"
   }
  },
  "BoardController_board": {
   "answer": {
    "$ref": "#/components/schemas/RegisterBoard"
   },
   "query": "BoardQuery"
  },
  "BulkController_bulk": {
   "answer": {
    "$ref": "#/components/schemas/BulkResults"
   }
  },
  "ByHandController_cancel": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "ByHandController_issue": {
   "answer": {
    "$ref": "#/components/schemas/IssuedAssignments"
   }
  },
  "ByHandController_remind": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "CalendarController_read": {
   "answer": {
    "$ref": "#/components/schemas/CalendarItems"
   },
   "query": "CalendarQueryDto"
  },
  "CalendarFeedsController_make": {
   "answer": {
    "$ref": "#/components/schemas/NewCalendarFeedView"
   }
  },
  "CalendarFeedsController_read": {
   "answer": {
    "$ref": "#/components/schemas/CalendarFeedView"
   }
  },
  "CalendarFeedsController_revoke": {},
  "CallsController_register": {
   "answer": {
    "$ref": "#/components/schemas/DocumentView"
   },
   "comment": "Registers a call; answers its document."
  },
  "ClosingController_close": {},
  "ClosingController_look": {
   "answer": {
    "$ref": "#/components/schemas/UnitClosing"
   }
  },
  "ClosingController_reopen": {},
  "ConversationController_link": {
   "answer": {
    "$ref": "#/components/schemas/LinkView"
   }
  },
  "ConversationController_links": {
   "answer": {
    "$ref": "#/components/schemas/LinkViewPage"
   },
   "query": "LinkListQuery"
  },
  "ConversationController_said": {
   "answer": {
    "$ref": "#/components/schemas/CommentViewPage"
   },
   "query": "PageQuery"
  },
  "ConversationController_say": {
   "answer": {
    "$ref": "#/components/schemas/NewComment"
   }
  },
  "DocumentsController_change": {
   "answer": {
    "$ref": "#/components/schemas/DocumentDetail"
   }
  },
  "DocumentsController_read": {
   "answer": {
    "$ref": "#/components/schemas/DocumentDetail"
   }
  },
  "EarlierCallsController_earlier": {
   "answer": {
    "$ref": "#/components/schemas/EarlierCalls"
   },
   "query": "EarlierCallsDto"
  },
  "EventsController_open": {
   "answer": {
    "$ref": "#/components/schemas/LiveEvent"
   },
   "type": "text/event-stream",
   "query": "EventsQueryDto"
  },
  "ExportController_download": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
   "query": "ExportQuery"
  },
  "ExportController_downloadSome": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  },
  "ExtensionsController_deny": {
   "answer": {
    "$ref": "#/components/schemas/ExtensionView"
   }
  },
  "ExtensionsController_extend": {
   "answer": {
    "$ref": "#/components/schemas/ExtensionView"
   }
  },
  "ExtensionsController_grant": {
   "answer": {
    "$ref": "#/components/schemas/ExtensionView"
   }
  },
  "ExtensionsController_list": {
   "answer": {
    "$ref": "#/components/schemas/ExtensionViewPage"
   },
   "query": "ExtensionsQueryDto"
  },
  "FilesController_attach": {
   "answer": {
    "$ref": "#/components/schemas/FileView"
   }
  },
  "FilesController_content": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/octet-stream",
   "query": "FileContentQuery"
  },
  "FilesController_list": {
   "answer": {
    "$ref": "#/components/schemas/FileViewPage"
   },
   "query": "PageQuery"
  },
  "FilesController_versions": {
   "answer": {
    "$ref": "#/components/schemas/FileVersions"
   }
  },
  "FirstRunController_make": {
   "answer": {
    "$ref": "#/components/schemas/SessionView"
   }
  },
  "FirstRunController_show": {
   "answer": {
    "$ref": "#/components/schemas/FirstRunView"
   }
  },
  "FormsController_describe": {
   "answer": {
    "$ref": "#/components/schemas/FormView"
   },
   "comment": "What a form asks, in the language wanted, for a site that draws it itself."
  },
  "FormsController_send": {
   "answer": {
    "anyOf": [
     {
      "$ref": "#/components/schemas/FormReceipt"
     },
     {
      "type": "string"
     }
    ]
   },
   "comment": "Sends a form: 201 `{number, receipt}` for programs; a browser is led to the page that thanks."
  },
  "GenerateController_generate": {
   "answer": {
    "$ref": "#/components/schemas/FileView"
   }
  },
  "GenerateController_list": {
   "answer": {
    "$ref": "#/components/schemas/PaperChoicePage"
   }
  },
  "GenerateController_messages": {
   "answer": {
    "$ref": "#/components/schemas/MailViewPage"
   }
  },
  "GroupsController_add": {
   "answer": {
    "$ref": "#/components/schemas/PeopleGroupView"
   }
  },
  "GroupsController_change": {
   "answer": {
    "$ref": "#/components/schemas/PeopleGroupView"
   }
  },
  "GroupsController_list": {
   "answer": {
    "$ref": "#/components/schemas/PeopleGroupViewPage"
   }
  },
  "GroupsController_remove": {},
  "GroupsController_show": {
   "answer": {
    "$ref": "#/components/schemas/PeopleGroupView"
   }
  },
  "HealthController_live": {
   "answer": {
    "type": "object",
    "properties": {
     "status": {
      "type": "string"
     }
    },
    "required": [
     "status"
    ]
   }
  },
  "HealthController_ready": {
   "answer": {
    "type": "object",
    "properties": {
     "status": {
      "type": "string"
     }
    },
    "required": [
     "status"
    ]
   }
  },
  "HistoryController_changes": {
   "answer": {
    "$ref": "#/components/schemas/DocumentChangedSince"
   },
   "query": "ChangesQuery"
  },
  "HistoryController_history": {
   "answer": {
    "$ref": "#/components/schemas/HistoryEntryPage"
   },
   "query": "PageQuery"
  },
  "HistoryController_restore": {
   "answer": {
    "$ref": "#/components/schemas/DocumentDetail"
   }
  },
  "HolidaysController_countries": {
   "answer": {
    "$ref": "#/components/schemas/stringPage"
   }
  },
  "HolidaysController_list": {
   "answer": {
    "$ref": "#/components/schemas/HolidayPage"
   },
   "query": "HolidaysQueryDto"
  },
  "ImportController_apply": {
   "answer": {
    "$ref": "#/components/schemas/ImportReport"
   },
   "query": "ImportQueryDto"
  },
  "ImportController_preview": {
   "answer": {
    "$ref": "#/components/schemas/ImportReport"
   }
  },
  "ImportController_template": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
  },
  "IndividualRunsController_send": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "IntakeController_get": {
   "answer": {
    "$ref": "#/components/schemas/IntakeItem"
   },
   "comment": "One arrival."
  },
  "IntakeController_list": {
   "answer": {
    "$ref": "#/components/schemas/IntakeItemPage"
   },
   "query": "ListIntakeDto",
   "comment": "What has arrived, the latest first, and what became of it."
  },
  "IntakeController_raw": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/octet-stream",
   "comment": "The arrival as it came. Always saved, never shown: a letter may hold anything."
  },
  "IntakeController_retry": {
   "answer": {
    "$ref": "#/components/schemas/IntakeItem"
   },
   "comment": "Processes an arrival again; answers the item, which waits for its job."
  },
  "JobsController_retry": {
   "answer": {
    "$ref": "#/components/schemas/RetriedJob"
   }
  },
  "MailboxesController_change": {
   "answer": {
    "$ref": "#/components/schemas/MailboxView"
   },
   "comment": "Stops or resumes reading."
  },
  "MailboxesController_list": {
   "answer": {
    "$ref": "#/components/schemas/MailboxViewPage"
   },
   "comment": "The mailboxes that are read, with what they last said."
  },
  "MailboxesController_retry": {
   "answer": {
    "$ref": "#/components/schemas/MailboxView"
   },
   "comment": "Tries at once to read a mailbox that is down, instead of waiting for the next try."
  },
  "MailboxesController_save": {
   "answer": {
    "$ref": "#/components/schemas/MailboxView"
   },
   "comment": "Adds a mailbox, or gives a known one a new password or stream. Reading begins at once."
  },
  "MailsController_dismiss": {
   "answer": {
    "$ref": "#/components/schemas/MailState"
   }
  },
  "MailsController_send": {
   "answer": {
    "$ref": "#/components/schemas/MailState"
   }
  },
  "MeController_change": {
   "answer": {
    "$ref": "#/components/schemas/Me"
   },
   "comment": "Changes my language or my password. A new password ends my other sessions."
  },
  "MeController_show": {
   "answer": {
    "$ref": "#/components/schemas/Me"
   },
   "comment": "Who am I, where do I belong, for whom do I act."
  },
  "MessagesController_dismiss": {
   "answer": {
    "$ref": "#/components/schemas/MessageView"
   }
  },
  "MessagesController_message": {
   "answer": {
    "$ref": "#/components/schemas/SentView"
   }
  },
  "MessagesController_read": {
   "answer": {
    "$ref": "#/components/schemas/MessageView"
   }
  },
  "MessagesController_resend": {
   "answer": {
    "$ref": "#/components/schemas/MessageView"
   }
  },
  "MessagesController_signal": {
   "answer": {
    "$ref": "#/components/schemas/SentView"
   }
  },
  "MigrationsController_migrate": {
   "answer": {
    "$ref": "#/components/schemas/MigratedRuns"
   }
  },
  "MigrationsController_preview": {
   "answer": {
    "$ref": "#/components/schemas/MigrationsPreview"
   }
  },
  "MySessionsController_end": {},
  "MySessionsController_endOthers": {
   "answer": {
    "$ref": "#/components/schemas/EndedSessionsView"
   }
  },
  "MySessionsController_list": {
   "answer": {
    "$ref": "#/components/schemas/SessionListView"
   }
  },
  "NotificationsController_count": {
   "answer": {
    "$ref": "#/components/schemas/UnreadCount"
   }
  },
  "NotificationsController_list": {
   "answer": {
    "$ref": "#/components/schemas/NotificationPage"
   },
   "query": "NotificationsQueryDto"
  },
  "NotificationsController_read": {
   "answer": {
    "$ref": "#/components/schemas/UnreadCount"
   }
  },
  "PasskeySessionController_begin": {
   "answer": {
    "$ref": "#/components/schemas/SessionView"
   }
  },
  "PasskeySessionController_options": {
   "answer": {
    "$ref": "#/components/schemas/PasskeyRequestOptions"
   }
  },
  "PasskeysController_add": {
   "answer": {
    "$ref": "#/components/schemas/PasskeyView"
   }
  },
  "PasskeysController_list": {
   "answer": {
    "$ref": "#/components/schemas/PasskeyListView"
   }
  },
  "PasskeysController_options": {
   "answer": {
    "$ref": "#/components/schemas/PasskeyCreationOptions"
   }
  },
  "PasskeysController_remove": {},
  "PasskeysController_rename": {
   "answer": {
    "$ref": "#/components/schemas/PasskeyView"
   }
  },
  "PasswordsController_check": {
   "answer": {
    "$ref": "#/components/schemas/PasswordLinkView"
   }
  },
  "PasswordsController_choose": {},
  "PasswordsController_reset": {},
  "PeopleController_find": {
   "answer": {
    "$ref": "#/components/schemas/PersonChoicePage"
   },
   "query": "FindPeopleDto",
   "comment": "People to choose from, e.g. as performers: those that fit `q`, by name. With `document` each says whether they may read it (`maySee`), and those who may stand first."
  },
  "PolicyController_change": {
   "answer": {
    "$ref": "#/components/schemas/LinkPolicy"
   }
  },
  "PolicyController_show": {
   "answer": {
    "$ref": "#/components/schemas/LinkPolicy"
   }
  },
  "PostsController_add": {
   "answer": {
    "$ref": "#/components/schemas/PostView"
   }
  },
  "PostsController_change": {
   "answer": {
    "$ref": "#/components/schemas/PostView"
   }
  },
  "PostsController_list": {
   "answer": {
    "$ref": "#/components/schemas/PostViewPage"
   }
  },
  "PostsController_remove": {},
  "PostsController_show": {
   "answer": {
    "$ref": "#/components/schemas/PostView"
   }
  },
  "PreviewsController_page": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "text/html",
   "query": "PreviewQuery"
  },
  "PreviewsController_part": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/octet-stream",
   "query": "PreviewQuery"
  },
  "PreviewsController_preview": {
   "answer": {
    "$ref": "#/components/schemas/FilePreview"
   },
   "query": "PreviewQuery"
  },
  "ProviderLinkController_remove": {},
  "ProviderLinkController_show": {
   "answer": {
    "$ref": "#/components/schemas/ProviderLinkView"
   }
  },
  "ProviderSessionController_begin": {
   "query": "BeginAtProviderDto"
  },
  "ProviderSessionController_finish": {},
  "ProviderSessionController_signOut": {},
  "PushController_show": {
   "answer": {
    "$ref": "#/components/schemas/PushView"
   }
  },
  "PushController_subscribe": {
   "answer": {
    "$ref": "#/components/schemas/PushView"
   }
  },
  "PushController_unsubscribe": {},
  "RecallController_recall": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentView"
   }
  },
  "RegisterController_list": {
   "answer": {
    "$ref": "#/components/schemas/DocumentPage"
   },
   "query": "RegisterListQuery"
  },
  "RegisterController_register": {
   "answer": {
    "$ref": "#/components/schemas/DocumentView"
   }
  },
  "RegisterOverviewController_places": {
   "answer": {
    "$ref": "#/components/schemas/RegisterPlaces"
   },
   "query": "RegisterOrderQuery"
  },
  "RegisterOverviewController_tally": {
   "answer": {
    "$ref": "#/components/schemas/RegisterTally"
   },
   "query": "TallyQuery"
  },
  "RelatedController_around": {
   "answer": {
    "$ref": "#/components/schemas/RelatedDocuments"
   },
   "query": "RelatedQueryDto"
  },
  "RepairController_activate": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RepairController_fire": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RepairController_move": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RepairController_retry": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RepairController_variables": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "ReportsController_counted": {
   "answer": {
    "$ref": "#/components/schemas/CountedAssignments"
   },
   "query": "CountedQueryDto"
  },
  "ReportsController_list": {
   "answer": {
    "$ref": "#/components/schemas/ReportEntries"
   }
  },
  "ReportsController_read": {
   "answer": {
    "$ref": "#/components/schemas/ReportTable"
   },
   "query": "ReportQueryDto"
  },
  "ReportsController_sheet": {
   "answer": {
    "type": "string",
    "format": "binary"
   },
   "type": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
   "query": "ReportQueryDto"
  },
  "RetentionController_set": {
   "answer": {
    "$ref": "#/components/schemas/RetentionRules"
   }
  },
  "RetentionController_show": {
   "answer": {
    "$ref": "#/components/schemas/RetentionRules"
   }
  },
  "RolesController_list": {
   "answer": {
    "$ref": "#/components/schemas/RoleViewPage"
   }
  },
  "RolesController_put": {
   "answer": {
    "$ref": "#/components/schemas/RoleView"
   }
  },
  "RoutesController_check": {
   "answer": {
    "$ref": "#/components/schemas/RouteCheck"
   }
  },
  "RoutesController_get": {
   "answer": {
    "type": "string"
   },
   "type": "application/xml",
   "query": "RouteVersionDto"
  },
  "RoutesController_list": {
   "answer": {
    "$ref": "#/components/schemas/RouteViewPage"
   }
  },
  "RoutesController_put": {
   "answer": {
    "$ref": "#/components/schemas/PublishedRoute"
   }
  },
  "RunsController_assignmentsOf": {
   "answer": {
    "$ref": "#/components/schemas/AssignmentViewPage"
   }
  },
  "RunsController_cancel": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RunsController_get": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "RunsController_ofDocument": {
   "answer": {
    "$ref": "#/components/schemas/RunSummaryPage"
   }
  },
  "RunsController_start": {
   "answer": {
    "$ref": "#/components/schemas/RunView"
   }
  },
  "SearchController_search": {
   "answer": {
    "$ref": "#/components/schemas/SearchAnswer"
   },
   "query": "SearchQueryDto"
  },
  "SecondFactorController_begin": {
   "answer": {
    "$ref": "#/components/schemas/AuthenticatorSetup"
   }
  },
  "SecondFactorController_confirm": {
   "answer": {
    "$ref": "#/components/schemas/RecoveryCodesView"
   }
  },
  "SecondFactorController_remove": {},
  "SecondFactorController_renewRecoveryCodes": {
   "answer": {
    "$ref": "#/components/schemas/RecoveryCodesView"
   }
  },
  "SecondFactorController_show": {
   "answer": {
    "$ref": "#/components/schemas/SecondFactorView"
   }
  },
  "ServiceAccountsController_add": {
   "answer": {
    "$ref": "#/components/schemas/ServiceAccountView"
   }
  },
  "ServiceAccountsController_change": {
   "answer": {
    "$ref": "#/components/schemas/ServiceAccountView"
   }
  },
  "ServiceAccountsController_list": {
   "answer": {
    "$ref": "#/components/schemas/ServiceAccountViewPage"
   }
  },
  "ServiceAccountsController_makeToken": {
   "answer": {
    "$ref": "#/components/schemas/NewApiTokenView"
   }
  },
  "ServiceAccountsController_revokeToken": {},
  "SessionController_begin": {
   "answer": {
    "$ref": "#/components/schemas/SessionView"
   }
  },
  "SessionController_confirm": {
   "answer": {
    "$ref": "#/components/schemas/ConfirmedView"
   }
  },
  "SessionController_end": {},
  "SettingsController_change": {
   "answer": {
    "$ref": "#/components/schemas/SettingsView"
   }
  },
  "SettingsController_show": {
   "answer": {
    "$ref": "#/components/schemas/SettingsView"
   }
  },
  "SharesController_give": {
   "answer": {
    "$ref": "#/components/schemas/ShareView"
   }
  },
  "SharesController_list": {
   "answer": {
    "$ref": "#/components/schemas/ShareViewPage"
   }
  },
  "SharesController_takeBack": {},
  "SimilarController_find": {
   "answer": {
    "$ref": "#/components/schemas/SimilarDocuments"
   }
  },
  "StartPreviewController_preview": {
   "answer": {
    "$ref": "#/components/schemas/StartPreview"
   }
  },
  "StreamsController_list": {
   "answer": {
    "$ref": "#/components/schemas/StreamViewPage"
   },
   "comment": "The streams that the asker may do anything with."
  },
  "StreamsController_one": {
   "answer": {
    "$ref": "#/components/schemas/StreamView"
   },
   "comment": "One stream; 404 as well where the asker may do nothing with it."
  },
  "SubstitutionsController_add": {
   "answer": {
    "$ref": "#/components/schemas/ChangedSubstitutionView"
   }
  },
  "SubstitutionsController_change": {
   "answer": {
    "$ref": "#/components/schemas/ChangedSubstitutionView"
   }
  },
  "SubstitutionsController_end": {},
  "SubstitutionsController_list": {
   "answer": {
    "$ref": "#/components/schemas/SubstitutionListView"
   },
   "query": "SubstitutionsQueryDto"
  },
  "TokensController_list": {
   "answer": {
    "$ref": "#/components/schemas/ApiTokenViewPage"
   }
  },
  "TokensController_make": {
   "answer": {
    "$ref": "#/components/schemas/NewApiTokenView"
   }
  },
  "TokensController_revoke": {},
  "UnitsController_add": {
   "answer": {
    "$ref": "#/components/schemas/UnitWithPeople"
   }
  },
  "UnitsController_change": {
   "answer": {
    "$ref": "#/components/schemas/UnitWithPeople"
   }
  },
  "UnitsController_history": {
   "answer": {
    "$ref": "#/components/schemas/UnitPast"
   }
  },
  "UnitsController_list": {
   "answer": {
    "$ref": "#/components/schemas/Units"
   },
   "query": "UnitsListDto"
  },
  "UnitsController_remove": {},
  "UnitsController_show": {
   "answer": {
    "$ref": "#/components/schemas/UnitWithPeople"
   },
   "query": "UnitsQueryDto"
  },
  "ViewsController_arrange": {
   "answer": {
    "$ref": "#/components/schemas/RegisterViewPage"
   }
  },
  "ViewsController_change": {
   "answer": {
    "$ref": "#/components/schemas/RegisterView"
   }
  },
  "ViewsController_counts": {
   "answer": {
    "$ref": "#/components/schemas/ViewCountPage"
   },
   "query": "ViewsQueryDto"
  },
  "ViewsController_create": {
   "answer": {
    "$ref": "#/components/schemas/RegisterView"
   }
  },
  "ViewsController_list": {
   "answer": {
    "$ref": "#/components/schemas/RegisterViewPage"
   },
   "query": "ViewsQueryDto"
  },
  "ViewsController_remove": {},
  "WelcomeController_show": {
   "answer": {
    "$ref": "#/components/schemas/Welcome"
   }
  },
  "WorkingCalendarsController_list": {
   "answer": {
    "$ref": "#/components/schemas/WorkingCalendarViewPage"
   }
  },
  "WorkingCalendarsController_put": {
   "answer": {
    "$ref": "#/components/schemas/WorkingCalendarView"
   }
  },
  "WorkingCalendarsController_remove": {},
  "WorkingCalendarsController_show": {
   "answer": {
    "$ref": "#/components/schemas/WorkingCalendarView"
   }
  }
 }
};
