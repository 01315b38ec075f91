"""The API of the whole site: each room brings its router."""

from clearance.api import router as clearance
from complaints.api import router as complaints
from consultations.api import router as consultations
from deadlines.api import router as deadlines
from deploy.described import DescribedAPI
from deploy.reference_api import router as reference
from desk.api import router as desk
from evidence.api import router as evidence
from exchange.api import router as exchange
from figures.api import router as figures
from hearings.api import router as hearings
from investigations.api import router as investigations
from letters.api import router as letters
from notifications.api import router as notifications
from persons.api import router as persons
from sanctions.api import router as sanctions
from search.api import router as search
from tasks.api import router as tasks
from workflow.api import Body, install_problems
from workflow.api import router as transitions
from worklists.api import router as worklists

api = DescribedAPI(
    title="Netral", version="1", docs_url=None, openapi_url="openapi.json", urls_namespace="api", parser=Body()
)
for router in (
    complaints,
    investigations,
    sanctions,
    letters,
    persons,
    hearings,
    tasks,
    consultations,
    clearance,
    figures,
    exchange,
    worklists,
    evidence,
    search,
    notifications,
    deadlines,
    desk,
    reference,
    transitions,
):
    api.add_router("", router)
install_problems(api)
