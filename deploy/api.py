"""The API of the whole site: each room brings its router."""

from complaints.api import router as complaints
from deadlines.api import router as deadlines
from deploy.described import DescribedAPI
from deploy.reference_api import router as reference
from desk.api import router as desk
from evidence.api import router as evidence
from investigations.api import router as investigations
from notifications.api import router as notifications
from sanctions.api import router as sanctions
from search.api import router as search
from workflow.api import Body, install_problems
from workflow.api import router as transitions

api = DescribedAPI(
    title="Netral", version="1", docs_url=None, openapi_url="openapi.json", urls_namespace="api", parser=Body()
)
for router in (
    complaints,
    investigations,
    sanctions,
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
