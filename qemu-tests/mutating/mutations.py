"""All mutations."""

from mutating import dynamic_tables, image, lookups, relocations

MUTATIONS = lookups.MUTATIONS + relocations.MUTATIONS + dynamic_tables.MUTATIONS + image.MUTATIONS
